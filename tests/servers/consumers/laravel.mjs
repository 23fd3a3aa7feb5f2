import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get } from '../lib/http.mjs';
import { checkNoncePage } from './flask.mjs';

const program = 'php';
const framework = '/usr/share/php/Illuminate/Foundation/Application.php';
const router = fileURLToPath(new URL('../apps/laravel_router.php', import.meta.url));

const providers = ['Filesystem\\FilesystemServiceProvider', 'View\\ViewServiceProvider', 'Session\\SessionServiceProvider', 'Cookie\\CookieServiceProvider', 'Translation\\TranslationServiceProvider']
  .map((name) => `Illuminate\\${name}::class`);
const config = {
  'config/app.php': `<?php return ['env' => 'production', 'debug' => false, 'key' => str_repeat('k', 32), 'cipher' => 'AES-256-CBC', 'timezone' => 'UTC', 'locale' => 'en', 'providers' => [${providers}], 'aliases' => []];`,
  'config/view.php': "<?php return ['paths' => [getenv('SITES') . '/views'], 'compiled' => getenv('SITES') . '/compiled'];",
  'config/session.php': "<?php return ['driver' => 'array'];",
  'config/logging.php': "<?php return ['default' => 'none', 'channels' => ['none' => ['driver' => 'monolog', 'handler' => Monolog\\Handler\\NullHandler::class]]];",
  'bootstrap/cache/.keep': '', 'views/.keep': '', 'compiled/.keep': '', 'storage/logs/.keep': '', '.env': '',
};

async function serve(emitted) {
  const folder = scratch('laravel');
  write(folder, config);
  write(folder, Object.fromEntries(emitted.map(({ files }, i) => [`site${i}.php`, files[0].text])));
  check(which(program), ['-l', `${folder}/site0.php`]);
  const port = await freePort();
  const env = { ...process.env, SITES: folder };
  const server = await start(which(program), ['-d', 'display_errors=0', '-S', `127.0.0.1:${port}`, router], { port, env });
  const paths = { ok: '/', missing: '/none', failing: '/fail', redirect: '/old', denied: '/denied', static: '/file' };
  return {
    get: (i, kind, how) => get({ port, host: `site${i}`, path: paths[kind], ...how }),
    stop: server.stop,
  };
}

export default {
  target: 'laravel',
  evidence: 'server',
  missing: () => [
    ...(which(program) ? [] : ['php-cli']),
    ...(existsSync(framework) ? [] : ['php-laravel-framework']),
  ],
  options: [],
  kinds: ['ok', 'missing'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, failing: { status: 500 }, redirect: { status: 302 }, denied: { status: 403 },
    static: { status: 200 }, unmodified: { status: 304 },
  },
  checkNoncePage,
  limits: [
    { reason: /carries at most 32768/, applies: (value) => value.length > 32768 },
    { reason: /web server in front/, applies: (_, name) => name === 'Server' },
    { reason: /sets cookies separately/, applies: (_, name) => name === 'Set-Cookie' },
    { reason: /Symfony's response rewrites it/, applies: (_, name) => name === 'Cache-Control' },
    { reason: /adds it to the one that PHP sends/, applies: (_, name) => name === 'X-Powered-By' },
    { reason: /changes the response's status/, applies: (_, name) => name === 'Status' },
  ],
};
