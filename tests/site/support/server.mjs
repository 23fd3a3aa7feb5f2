// The built page on a port of its own, with a log of what was asked for and a hand on the answers.
import { createServer } from 'node:http';
import { createSiteServer, LOOPBACK } from '../../../site/serve.mjs';
import { BUILT_SITE } from './paths.mjs';

export async function startServer() {
  const site = createSiteServer(BUILT_SITE);
  const log = [];
  const hooks = [];
  const server = createServer(async (request, response) => {
    log.push(request.url);
    const hook = hooks.find(({ pattern }) => pattern.test(request.url));
    if (!hook || !(await hook.answer(request, response))) site.emit('request', request, response);
  });
  await new Promise((resolve) => server.listen(0, LOOPBACK, () => resolve()));
  const hooked = (pattern, answer) => {
    const hook = { pattern, answer };
    hooks.push(hook);
    return () => hooks.splice(hooks.indexOf(hook), 1);
  };
  return {
    url: `http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`,
    /** Every request target so far. */
    log,
    /** Answers 404 for these paths until the returned function is called. */
    block: (pattern) =>
      hooked(pattern, (request, response) => {
        response.writeHead(404);
        response.end();
        return true;
      }),
    /** Keeps these answers back until the returned function is called. */
    hold(pattern) {
      let release;
      const released = new Promise((resolve) => (release = resolve));
      const remove = hooked(pattern, async () => {
        await released;
        return false;
      });
      return () => {
        remove();
        release();
      };
    },
    /** Answers with this script in place of the file. */
    replace: (pattern, script) =>
      hooked(pattern, (request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/javascript' });
        response.end(script);
        return true;
      }),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
