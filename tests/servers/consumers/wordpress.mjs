import { get, values } from '../lib/http.mjs';
import { emit } from '../lib/program.mjs';
import { guideSets } from '../lib/values.mjs';
import { missingForWordPress, startWordPress } from '../lib/wordpress.mjs';

const paths = {
  ok: '/', missing: '/none/', redirect: '/wp-admin/', moved: '/hello-world', signIn: '/wp-login.php', rest: '/wp-json/', denied: '/wp-json/wp/v2/users/me',
  feed: '/feed/', ajax: '/wp-admin/admin-ajax.php', failing: '/?fail=1', stopped: '/?stop=1', static: '/wp-includes/css/buttons.css',
  forbidden: '/wp-includes/',
};

/** Loads the emitted plugin that the Host header names, and another plugin, which sets some of the headers itself. */
const dispatcher = `<?php
require __DIR__ . '/sites/' . $_SERVER['HTTP_HOST'] . '.php';
add_action('send_headers', function () {
    header('Content-Security-Policy: default-src *');
    header('X-T0: from-a-plugin');
});
add_action('template_redirect', function () {
    if (isset($_GET['fail'])) {
        throw new Exception('meant to fail');
    }
    if (isset($_GET['stop'])) {
        wp_die('Stopped', 'Stopped', ['response' => 403]);
    }
    if (function_exists('headstrong_nonce')) {
        wp_register_script('page', '', [], false, false);
        wp_enqueue_script('page');
        wp_add_inline_script('page', 'window.page = true;');
    }
});
`;

async function serve(emitted) {
  const plugins = { 'sites.php': dispatcher };
  emitted.forEach(({ files }, i) => (plugins[`sites/site${i}.php`] = files[0].text));
  const site = await startWordPress({ plugins });
  return { get: (i, kind, how) => get({ port: site.port, host: `site${i}`, path: paths[kind], ...how }), stop: site.stop };
}

/** The nginx target in front of a WordPress that has no plugin of ours: every response once, static files too. */
async function checkBehindNginx(tally) {
  const headers = guideSets.complete;
  const { files } = emit('nginx', headers, ['upstream=fastcgi']);
  const block = (name) => files.filter(({ place }) => place.includes(name)).map(({ text }) => text).join('');
  const site = await startWordPress({ plugins: { 'sites.php': '<?php' }, servers: [{ http: block('http block'), server: block('server block') }] });
  try {
    const statuses = { ok: 200, missing: 404, redirect: 302, moved: 301, signIn: 200, rest: 200, denied: 401, feed: 200, ajax: 400, static: 200, forbidden: 403 };
    for (const [kind, status] of Object.entries(statuses)) {
      const answer = await get({ port: site.port, host: 'site.example', path: paths[kind] });
      tally.check(answer.status === status, () => `nginx and WordPress: ${kind}: status ${answer.status}, not ${status}`);
      for (const [name, value] of headers) {
        const came = values(answer, name);
        tally.check(came.join('\n') === value, () => `nginx and WordPress: ${kind}: ${name}: ${JSON.stringify(came)}`);
      }
    }
  } finally {
    await site.stop();
  }
}

const outside = { status: 200, times: 0, says: /Not uploads and other static files/ };

export default {
  target: 'wordpress',
  evidence: 'server',
  long: true,  // starts a database, php-fpm and nginx
  missing: missingForWordPress,
  options: [],
  kinds: ['ok', 'missing'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, redirect: { status: 302 }, moved: { status: 301 }, signIn: { status: 200 }, rest: { status: 200 },
    denied: { status: 401 }, feed: { status: 200 }, ajax: { status: 400 }, failing: { status: 500 }, stopped: { status: 403 },
    static: outside, forbidden: { ...outside, status: 403, says: /not what the web server answers itself/ },
    malformed: { status: 400, times: 0, says: /not what the web server answers itself/ },
  },
  /** Inline scripts that are enqueued get the nonce of the header. */
  checkNoncePage(answer, nonce, tally) {
    if (answer.status !== 200) return;
    tally.check(new RegExp(`<script[^>]* nonce="${nonce.replace(/[+/]/g, '\\$&')}"`).test(answer.body), () => `wordpress: no script has the nonce: ${answer.body.slice(0, 2000)}`);
  },
  extra: checkBehindNginx,
  limits: [
    { reason: /carries at most 32768/, applies: (value) => value.length > 32768 },
    { reason: /changes the response's status/, applies: (_, name) => ['Status', 'WWW-Authenticate'].includes(name) },
    { reason: /nginx takes it as an order/, applies: (_, name) => /^X-Accel-(Redirect|Expires)$/.test(name) },
    { reason: /web server in front/, applies: (_, name) => name === 'Server' },
  ],
};
