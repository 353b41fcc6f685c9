# haproxy-upstream haproxy.cfg
s/verify required ca-file ${server_ca}/verify none/
s/ verifyhost ${name}//
