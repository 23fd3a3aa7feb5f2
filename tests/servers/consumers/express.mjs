import { values } from '../lib/http.mjs';
import { covers, limits, missingModules } from '../lib/node_sites.mjs';
import { emit } from '../lib/program.mjs';
import { serve } from './express-helmet.mjs';
import { checkNoncePage } from './flask.mjs';

/** Express names itself unless told otherwise, and its own pages have a policy of theirs. */
async function namesNothing(tally) {
  const headers = [['Content-Security-Policy', "img-src 'self'"]];
  const server = await serve([{ headers, ...emit('express', headers) }]);
  try {
    const name = values(await server.get(0, 'ok'), 'X-Powered-By');
    tally.check(name.length === 0, () => `express: sent unasked: ${name}`);
    const builtIn = values(await server.get(0, 'builtIn'), 'Content-Security-Policy');
    tally.check(builtIn.join() === "img-src 'self'", () => `express: built-in 404 page: ${builtIn}`);
  } finally {
    await server.stop();
  }
}

export default {
  target: 'express',
  evidence: 'server',
  missing: () => missingModules(['express']),
  options: [],
  kinds: ['ok', 'missing', 'failing', 'builtIn'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: {
    ...covers, builtIn: { status: 404 },
    malformed: { status: 400, times: 0, says: /not Node's 400 for a malformed request/ },
  },
  checkNoncePage,
  extra: namesNothing,
  limits,
};
