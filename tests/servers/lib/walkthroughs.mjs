// The walk-throughs of site/docs, each run as it stands.
import { python, start } from './daemon.mjs';
import { Internet, openBrowsers } from './internet.mjs';
import { runPage } from './walkthrough.mjs';

/** Flask's own server, by Debian's Python. */
function startFlask(command, folder, port) {
  const words = command.split(' ');
  if (words[0] !== 'flask') throw new Error(`not a server of Flask: ${command}`);
  return start(python, ['-m', ...words], { port, cwd: folder, keep: 1 << 20 });
}

export async function checkWalkthroughs(tally) {
  const internet = new Internet();
  await internet.start();
  const browsers = await openBrowsers(internet.port, { local: true });
  try {
    tally.check(browsers.length >= 2, () => `only ${browsers.map(({ name }) => name)} are installed`);
    await runPage('flask.md', { port: 5000, startServer: startFlask, browsers, tally });
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
    await internet.close();
  }
}
