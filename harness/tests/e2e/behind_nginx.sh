# Sourced after background.sh by tests of what stands behind somebody's nginx: its application is
# answers/app.py, its certificates are those in ./pki.
need python3
need nginx
APP=$SOURCE/harness/tests/e2e/answers/app.py

# nginx_up PORT: with the server blocks on standard input, of which one listens there
nginx_up() {
	mkdir -p nginx
	cat - >nginx/servers
	cat >nginx/nginx.conf <<-END
		daemon off;
		worker_processes 1;
		pid $work/nginx/nginx.pid;
		error_log stderr info;
		events { worker_connections 1024; }
		http {
		    access_log off;
		    client_body_temp_path $work/nginx/body;
		    proxy_temp_path $work/nginx/proxy;
		    fastcgi_temp_path $work/nginx/fastcgi;
		    uwsgi_temp_path $work/nginx/uwsgi;
		    scgi_temp_path $work/nginx/scgi;
		    # started as root, the worker may not enter that folder
		    proxy_max_temp_file_size 0;
		    proxy_http_version 1.1;
		    ssl_protocols TLSv1.2 TLSv1.3;
		    ssl_certificate $work/pki/server.pem;
		    ssl_certificate_key $work/pki/server.key;
		    ssl_client_certificate $work/pki/client-ca.pem;
		    ssl_verify_depth 3;
		    proxy_set_header X-Client \$ssl_client_s_dn;
		    proxy_set_header X-Serial \$ssl_client_serial;
		    include $work/nginx/servers;
		}
	END
	start nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" -e stderr
	started_listening "$1"
}
