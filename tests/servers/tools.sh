# Sourced by tests/run: the real consumers of what is emitted. A machine without one runs the others.
want nginx nginx
want_file '/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so' libnginx-mod-http-headers-more-filter
want apache2 apache2-bin
want caddy caddy
want haproxy haproxy
want h2o h2o
want_file /usr/share/tomcat10/bin/bootstrap.jar tomcat10
want javac default-jdk-headless
want lighttpd lighttpd
want varnishd varnish
want gcc gcc  # varnishd compiles its configuration
want php php-cli
want_file '/usr/sbin/php-fpm*' php-fpm
want go golang-go
want_file /usr/share/gocode/src/github.com/hashicorp/hcl/v2/hclparse/parser.go golang-github-hashicorp-hcl-v2-dev
want_file '/usr/lib/python3/dist-packages/flask/__init__.py' python3-flask
want_file '/usr/lib/python3/dist-packages/flask_talisman/__init__.py' python3-flask-talisman
want chromium chromium
want firefox firefox-esr
want_file '/usr/lib/python3/dist-packages/django/__init__.py' python3-django
want_file '/usr/lib/python3/dist-packages/csp/__init__.py' python3-django-csp
want_file '/usr/lib/python3/dist-packages/yaml/__init__.py' python3-yaml
want_file '/usr/lib/python3/dist-packages/aiohttp/__init__.py' python3-aiohttp
want_file '/usr/lib/python3/dist-packages/starlette/__init__.py' python3-starlette
want_file '/usr/lib/python3/dist-packages/uvicorn/__init__.py' python3-uvicorn
want ruby ruby
want puma puma
want_file '/usr/share/rubygems-integration/*/specifications/railties-*.gemspec' ruby-railties
want_file '/usr/share/rubygems-integration/*/specifications/sinatra-[0-9]*.gemspec' ruby-sinatra
want_file '/usr/share/rubygems-integration/*/specifications/secure_headers-*.gemspec' ruby-secure-headers
want_file '/usr/share/php/Illuminate/Foundation/Application.php' php-laravel-framework
parts program
# What only tests/run --long starts.
if [ "${long:-no}" = yes ]; then
  want_file '/usr/share/wordpress/wp-settings.php' wordpress
  want_file '/usr/share/wordpress/wp-content/themes/*/style.css' wordpress-theme-twentytwentythree
  want_file '/usr/sbin/php-fpm*' php-fpm
  want_file '/usr/lib/php/*/mysqli.so' php-mysql
  want mariadbd mariadb-server
fi
