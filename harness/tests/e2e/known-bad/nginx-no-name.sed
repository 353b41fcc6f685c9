# nginx-upstream nginx.conf
# verifies, but the name of its upstream block, which says where the server is and not who
/proxy_ssl_name/d
s|https://${upstream_host}:${upstream_port}|https://localhost|
s|^	server {$|	upstream localhost { server ${upstream_host}:${upstream_port}; }\
	server {|
