// The real WordPress of Debian: nginx, php-fpm and MariaDB, in a folder of its own.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { check, freePort, scratch, start, which, write } from './daemon.mjs';

const source = '/usr/share/wordpress';
const root = process.getuid?.() === 0;

/** The newest php-fpm: Debian names it after its version. */
const fpm = () => ['8.4', '8.3', '8.2', '8.1'].map((version) => which(`php-fpm${version}`)).find(Boolean) ?? null;

export function missingForWordPress() {
  const needed = {
    nginx: which('nginx'), 'php-fpm': fpm(), 'php-cli': which('php'), 'mariadb-server': which('mariadbd'),
    wordpress: existsSync(`${source}/wp-settings.php`),
    'php-mysql': which('php') && check(which('php'), ['-m']).includes('mysqli'),
  };
  return Object.keys(needed).filter((name) => !needed[name]);
}

const config = (folder) => `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:${folder}/db.sock');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $key) {
    define($key . '_KEY', 'test' . $key);
    define($key . '_SALT', 'salt' . $key);
}
// One installation answers for each name it is asked by.
if (($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https') {
    $_SERVER['HTTPS'] = 'on';
}
define('WP_HOME', (isset($_SERVER['HTTPS']) ? 'https://' : 'http://') . ($_SERVER['HTTP_HOST'] ?? 'localhost'));
define('WP_SITEURL', WP_HOME);
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;

const install = `<?php
define('WP_INSTALLING', true);
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
$wpdb->suppress_errors();
wp_install('Shop', 'admin', 'admin@site.example', true, '', 'test');
update_option('permalink_structure', '/%postname%/');
update_option('blogdescription', '');
`;

function startDatabase(folder, port) {
  return start(which('mariadbd'), [
    '--no-defaults', `--datadir=${folder}/db`, `--socket=${folder}/db.sock`, `--port=${port}`, '--bind-address=127.0.0.1',
    '--skip-log-bin', '--innodb-flush-log-at-trx-commit=0', ...(root ? ['--user=root'] : []),
  ], { port });
}

let installed = null;

/** A folder with WordPress in www/ and its database in db/, made once. */
async function installation() {
  if (installed) return installed;
  const folder = scratch('wordpress');
  mkdirSync(`${folder}/db`);
  cpSync(source, `${folder}/www`, { recursive: true, dereference: true });
  write(folder, { 'www/wp-config.php': config(folder), 'www/install.php': install });
  check(which('mariadb-install-db'), [
    '--no-defaults', '--basedir=/usr', `--datadir=${folder}/db`, '--auth-root-authentication-method=normal', '--skip-test-db',
    ...(root ? ['--user=root'] : []),
  ]);
  const database = await startDatabase(folder, await freePort());
  try {
    check(which('mariadb'), ['--no-defaults', `--socket=${folder}/db.sock`, '-u', 'root', '-e', 'CREATE DATABASE wordpress']);
    check(which('php'), ['-d', 'display_errors=1', `${folder}/www/install.php`]);
  } finally {
    await database.stop();
  }
  installed = folder;
  return folder;
}

/** Where the emitted text goes by default: nothing more than WordPress needs. */
export const locations = `
    location / { try_files $uri $uri/ /index.php?$args; }`;

/**
 * Starts WordPress. `plugins` are files of wp-content/mu-plugins by name; `http` and `server` what nginx has in these
 * blocks beside the usual, one server block for each of `servers`, told apart by its name; `block` writes a whole one
 * instead, given { port, fpmPort, www }.
 * Gives { port, folder, stop, output }; `output` is PHP's log.
 * @param {{ plugins?: object, servers?: { name?: string, http?: string, server?: string }[], block?: Function }} [site]
 */
export async function startWordPress({ plugins = {}, servers = [{}], block } = {}) {
  const folder = await installation();
  const run = scratch('wordpress-run');
  rmSync(`${folder}/www/wp-content/mu-plugins`, { recursive: true, force: true });
  write(`${folder}/www/wp-content/mu-plugins`, plugins);
  const [port, fpmPort, dbPort] = [await freePort(), await freePort(), await freePort()];
  const blocks = block ? [block({ port, fpmPort, www: `${folder}/www` })] : servers.map(({ name = '_', server = '' }) => `
  server {
    listen 127.0.0.1:${port};
    server_name ${name};
    root ${folder}/www;
    index index.php;
${server}
${locations}
    location ~ \\.php$ {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_pass 127.0.0.1:${fpmPort};
      fastcgi_buffer_size 256k; fastcgi_buffers 8 256k; fastcgi_busy_buffers_size 512k;
    }
  }`);
  write(run, {
    'fpm.conf': `[global]
daemonize = no
error_log = ${run}/fpm.log
[www]
listen = 127.0.0.1:${fpmPort}
${root ? 'user = root\ngroup = root\n' : ''}pm = static
pm.max_children = 4
php_admin_value[error_log] = ${run}/php.log
php_admin_flag[log_errors] = on
php_admin_flag[display_errors] = off
php_admin_value[opcache.validate_timestamps] = 1
php_admin_value[opcache.revalidate_freq] = 0
`,
    'nginx.conf': `daemon off; master_process off; pid ${run}/pid; error_log ${run}/error.log;
events { worker_connections 256; }
http {
  access_log off;
  include /etc/nginx/mime.types;
  server_names_hash_bucket_size 128;
  client_body_temp_path ${run}/t1; proxy_temp_path ${run}/t2; fastcgi_temp_path ${run}/t3;
  uwsgi_temp_path ${run}/t4; scgi_temp_path ${run}/t5;
${[...new Set(servers.map(({ http = '' }) => http))].join('\n')}
${blocks.join('\n')}
}
`,
  });
  const nginx = ['-c', `${run}/nginx.conf`, '-p', run];
  check(which('nginx'), ['-t', ...nginx]);
  const running = [];
  const stop = () => Promise.all(running.map((server) => server.stop()));
  try {
    running.push(await startDatabase(folder, dbPort));
    running.push(await start(fpm(), ['-y', `${run}/fpm.conf`, '-c', '/etc/php', ...(root ? ['-R'] : [])], { port: fpmPort }));
    running.push(await start(which('nginx'), nginx, { port }));
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, folder, output: () => (existsSync(`${run}/php.log`) ? readFileSync(`${run}/php.log`, 'utf8') : ''), stop };
}
