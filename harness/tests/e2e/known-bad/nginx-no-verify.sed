# nginx-upstream nginx.conf
# nginx's default
/proxy_ssl_verify on;/d
