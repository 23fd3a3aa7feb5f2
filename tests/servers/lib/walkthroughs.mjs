// The walk-throughs of site/docs, each run as it stands.
import { readdirSync, readFileSync } from 'node:fs';
import https from 'node:https';
import { until } from '../../support/until.mjs';
import { python, pythonHas, scratch, start, which } from './daemon.mjs';
import { Internet, openBrowsers } from './internet.mjs';
import { longEnvironment, longFolder, missingLong } from './built_sites.mjs';
import { standIns } from './proof.mjs';
import { receivers } from './receivers.mjs';
import { runPage } from './walkthrough.mjs';
import { missingForWordPress, startWordPress } from './wordpress.mjs';

/** Flask's own server, by Debian's Python. */
function startFlask(command, folder, [port]) {
  const words = command.split(' ');
  if (words[0] !== 'flask') throw new Error(`not a server of Flask: ${command}`);
  return start(python, ['-m', ...words], { port, cwd: folder, keep: 1 << 20 });
}

/** `next start` by npm, and Caddy in front of it. */
async function startNext(command, folder, [port, tls]) {
  const home = scratch('caddy-home');
  const env = { ...longEnvironment(), HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
  const running = [];
  for (const line of command.split('\n')) {
    const [program, ...words] = line.split(' ');
    if (program !== 'npm' && program !== 'caddy') throw new Error(`neither Next.js nor Caddy: ${line}`);
    // npm passes no signals on; the group is ended instead.
    running.push(await start(which(program), words, { port: program === 'npm' ? port : tls, cwd: folder, env, keep: 1 << 20, detached: true }));
  }
  // Caddy makes its certificate once it listens.
  await until(() => new Promise((resolve) => {
    https.get({ port: tls, rejectUnauthorized: false }, (answer) => resolve(answer.resume() && true)).on('error', () => resolve(false));
  }), { what: 'Caddy answers', limit: 30_000 });
  return { output: () => running[0].output(), stop: () => Promise.all(running.map((server) => server.stop())) };
}

const pages = {
  flask: {
    missing: () => receivers.find(({ target }) => target === 'flask').missing(),
    run: (browsers, tally) => runPage('flask.md', { ports: [5000], startServer: startFlask, browsers, tally }),
  },
  nextjs: {
    long: true,
    missing: () => [...missingLong(['next', 'react', 'react-dom']), ...(which('caddy') ? [] : ['caddy'])],
    run: (browsers, tally) => runPage('nextjs.md', {
      ports: [3000, 8443], folder: longFolder(), environment: longEnvironment(), startServer: startNext, browsers, tally,
    }),
  },
  'spring-and-cloudfront': {
    servers: false,
    missing: () => (pythonHas('yaml') ? [] : ['python3-yaml']),
    run: (_, tally) => runPage('spring-and-cloudfront.md', { browsers: [], tally }),
  },
  wordpress: {
    long: true,
    hosts: true,
    missing: missingForWordPress,
    run(browsers, tally, internet) {
      for (const [host, answer] of Object.entries(standIns)) internet.hosts.set(host, answer);
      return runPage('wordpress.md', {
        startServer: (command, folder) => startShop(command, folder, internet), browsers, tally,
        asked: (browser) => internet.asked.filter(({ browser: name }) => name === browser).map(({ url }) => url),
        curl: `proxy = "http://127.0.0.1:${internet.port}"\ninsecure\n`,
      });
    },
  },
};

/** nginx with the page's shop.conf in front of WordPress with its mu-plugins; https ends at the browsers' proxy. */
async function startShop(command, folder, internet) {
  if (command !== 'systemctl reload nginx') throw new Error(`not a reload of nginx: ${command}`);
  const plugins = Object.fromEntries(readdirSync(`${folder}/mu-plugins`).map((name) => [name, readFileSync(`${folder}/mu-plugins/${name}`, 'utf8')]));
  const block = ({ port, fpmPort, www }) => readFileSync(`${folder}/shop.conf`, 'utf8')
    .replaceAll('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replaceAll('/usr/share/wordpress', www)
    .replaceAll('unix:/run/php/php-fpm.sock', `127.0.0.1:${fpmPort}`)
    .replaceAll('include fastcgi_params;', 'include /etc/nginx/fastcgi_params; fastcgi_param HTTPS on;')
    .replace(/include (\w+\.conf);/g, `include ${folder}/$1;`);
  const site = await startWordPress({ plugins, block });
  internet.hosts.set('shop.example', site);
  return site;
}

/** The parts of the layer: { name, long, missing, run }. */
export const walkthroughs = Object.entries(pages).map(([name, page]) => ({
  name: `walkthrough:${name}`,
  long: page.long ?? false,
  missing: page.missing,
  async run(tally) {
    if (page.servers === false) return page.run([], tally);
    const internet = new Internet();
    await internet.start();
    const browsers = await openBrowsers(internet.port, { local: !page.hosts });
    try {
      tally.check(browsers.length >= 2, () => `only ${browsers.map(({ name: browser }) => browser)} are installed`);
      await page.run(browsers, tally, internet);
    } finally {
      await Promise.all(browsers.map((browser) => browser.close()));
      await internet.close();
    }
  },
}));
