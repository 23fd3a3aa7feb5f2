// PHP behind a server by FastCGI: an application that sends copies of headers, and the name of its software.
import { readdirSync } from 'node:fs';
import { check, freePort, scratch, start, which, write } from './daemon.mjs';
import { values } from './http.mjs';
import { emit } from './program.mjs';

/** Debian's name has the version in it. */
const fpm = () => which('php-fpm') ?? readdirSync('/usr/sbin').filter((name) => /^php-fpm\d/.test(name)).map((name) => `/usr/sbin/${name}`)[0] ?? null;

export const missingPhp = () => (fpm() ? [] : ['php-fpm']);

const set = [['Content-Security-Policy', "default-src 'self'"], ['X-Frame-Options', 'DENY'], ['Referrer-Policy', 'no-referrer']];

/** Answers with the status that is asked for, and with its own headers. */
const application = `<?php
http_response_code((int) ($_GET['status'] ?? 200));
header('Content-Security-Policy: from-php');
header('X-Frame-Options: from-php');
header('Referrer-Policy: from-php');
setcookie('session', 'kept');
echo 'ok';
`;

async function startPhp() {
  const folder = scratch('php-fpm');
  const port = await freePort();
  write(folder, {
    'php/index.php': application,
    'fpm.conf': `[global]
error_log = ${folder}/log
daemonize = no
[www]
user = nobody
group = nogroup
listen = 127.0.0.1:${port}
pm = static
pm.max_children = 1
php_admin_value[expose_php] = On
`,
  });
  check('/bin/chmod', ['-R', 'a+rX', folder]);
  const server = await start(fpm(), ['-n', '-d', 'expose_php=On', '-y', `${folder}/fpm.conf`], { port });
  return { port, folder, script: `${folder}/php/index.php`, stop: server.stop };
}

/** One of each header arrives, ours, and nothing tells of PHP. `serve(text, port, script)` starts the server. */
export async function checkPhp(target, tally, serve) {
  if (missingPhp().length > 0) {
    tally.skip(`${target} before PHP`, 'php-fpm is not installed');
    return;
  }
  const php = await startPhp();
  try {
    for (const [text, ours] of [[emit(target, set).files[0].text, true], ['', false]]) {
      const server = await serve(text, php.port, php.script, php.folder);
      try {
        for (const status of [200, 404, 500]) {
          const answer = await server.get(`/php/index.php?status=${status}`);
          const came = set.map(([name]) => values(answer, name).join('|'));
          const wanted = set.map(([, value]) => (ours ? value : 'from-php'));
          const powered = values(answer, 'X-Powered-By');
          tally.check(answer.status === status && came.join() === wanted.join() && (powered.length === 0) === ours
            && values(answer, 'Set-Cookie').join() === 'session=kept',
          () => `${target} before PHP, ${ours ? 'our file' : 'no file'}, ${status}: ${answer.status} ${JSON.stringify(came)} ${powered}`);
        }
      } finally {
        await server.stop();
      }
    }
  } finally {
    await php.stop();
  }
}
