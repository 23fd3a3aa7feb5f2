// Real browsers deliver violation reports to each receiver, of the same origin and of another one.
import { until } from '../../support/until.mjs';
import { emit } from './program.mjs';
import { Internet, openBrowsers } from './internet.mjs';
import { headers, path } from './receiver_suite.mjs';

const page = '<!doctype html><html lang=en><title>page</title><p>page<script>window.ran = true</script>';

/** The reports in a site's log. */
export function reportsOf(site) {
  return site.output().split('\n').filter((line) => line.includes('csp-report {'))
    .map((line) => JSON.parse(line.slice(line.indexOf('csp-report {') + 'csp-report '.length)));
}

const isInline = ({ type, blocked, directive }) => type === 'csp-violation' && blocked === 'inline' && directive === 'script-src-elem';

/** Every browser opens the page of each receiver's site; each time one report of the inline script arrives. */
export async function checkDelivery(receivers, tally, { webkit = false } = {}) {
  const internet = new Internet();
  await internet.start();
  const browsers = await openBrowsers(internet.port, { webkit });
  const sites = [];
  try {
    tally.check(browsers.length >= 2, () => `only ${browsers.map(({ name }) => name)} are installed`);
    for (const receiver of receivers) {
      const host = `${receiver.target}.example`;
      const site = await receiver.serve(emit(receiver.target, headers, ['receiver=yes']).files, page);
      sites.push(site);
      internet.hosts.set(host, site);
      // A page of another origin, whose reports are asked about first (CORS).
      internet.hosts.set(`other.${host}`, (url, request, response) => response.writeHead(200, {
        'Content-Type': 'text/html',
        'Content-Security-Policy': `default-src 'self'; report-uri https://${host}${path}; report-to csp`,
        'Reporting-Endpoints': `csp="https://${host}${path}"`,
      }).end(page));
      for (const { name, visit } of browsers) {
        for (const address of receiver.target === 'nextjs' ? [`other.${host}`] : [host, `other.${host}`]) {
          const before = reportsOf(site).length;
          const arrived = () => reportsOf(site).slice(before).find(isInline);
          const found = await visit(`https://${address}/`, () => window.ran === undefined, () => until(arrived, { limit: 30_000 }))
            .catch((error) => error);
          tally.check(found.document === `https://${address}/`, () => `${receiver.target}: ${name}: ${address}: no report: ${found.stack ?? JSON.stringify(found)}`);
        }
      }
    }
  } finally {
    await Promise.all([...sites.map((site) => site.stop()), ...browsers.map((browser) => browser.close())]);
    await internet.close();
  }
}
