import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, freePort, scratch, start, which, write } from '../lib/daemon.mjs';
import { get, values } from '../lib/http.mjs';
import { emit } from '../lib/program.mjs';
import { upstreamPath } from '../lib/upstream.mjs';
import { checkNoncePage } from './flask.mjs';

const home = '/usr/share/tomcat10';
const app = fileURLToPath(new URL('../apps/tomcat/Sites.java', import.meta.url));

const server = (port) => `<Server port="-1"><Service name="Catalina">
  <Connector port="${port}" address="127.0.0.1" />
  <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" /></Engine>
</Service></Server>`;

// Of the servlets that Tomcat's own web.xml has, the one for files is enough.
const globalXml = `<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <servlet><servlet-name>default</servlet-name><servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class></servlet>
  <servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
</web-app>`;

const pages = ['/page', '/up/', '/old', '/denied', '/failing', '/expected', '/reset', '/sorry'];

const appXml = `<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
  <filter><filter-name>sites</filter-name><filter-class>sites.Sites$Dispatcher</filter-class></filter>
  <filter-mapping><filter-name>sites</filter-name><url-pattern>/*</url-pattern><dispatcher>REQUEST</dispatcher><dispatcher>ERROR</dispatcher></filter-mapping>
  <servlet><servlet-name>pages</servlet-name><servlet-class>sites.Sites</servlet-class></servlet>
  <servlet-mapping><servlet-name>pages</servlet-name>${pages.map((page) => `<url-pattern>${page}${page.endsWith('/') ? '*' : ''}</url-pattern>`).join('')}</servlet-mapping>
  <error-page><exception-type>sites.Sites$Expected</exception-type><location>/sorry</location></error-page>
</web-app>`;

/** `plain`: a filter that is an application's own, found by its annotation. */
async function serveTexts(texts, plain) {
  const folder = scratch('tomcat');
  const port = await freePort();
  const sources = Object.fromEntries(texts.map((text, i) => [`sources/site${i}/SecurityHeaders.java`, text.replace('package headstrong;', `package site${i};`)]));
  write(folder, {
    ...sources,
    'sources/sites/Sites.java': readFileSync(app, 'utf8'),
    ...(plain ? { 'plain/headstrong/SecurityHeaders.java': plain } : {}),
    'conf/server.xml': server(port),
    'conf/web.xml': globalXml,
    'webapps/ROOT/WEB-INF/web.xml': appXml,
    'webapps/ROOT/ok.txt': 'ok',
    'webapps/plain/ok.txt': 'ok',
    'temp/none': '',
    'arguments': [...Object.keys(sources), 'sources/sites/Sites.java'].join('\n'),
  });
  const compile = (root, ...files) => check(which('javac'), ['-nowarn', '-cp', `${home}/lib/servlet-api.jar`, '-d', `webapps/${root}/WEB-INF/classes`, ...files], { cwd: folder });
  compile('ROOT', '@arguments');
  if (plain) compile('plain', 'plain/headstrong/SecurityHeaders.java');
  const args = ['-XX:TieredStopAtLevel=1', '-Xshare:auto', `-Dcatalina.home=${home}`, `-Dcatalina.base=${folder}`, `-Djava.io.tmpdir=${folder}/temp`,
    '-cp', `${home}/bin/bootstrap.jar:${home}/bin/tomcat-juli.jar`, 'org.apache.catalina.startup.Bootstrap', 'start'];
  const running = await start(which('java'), args, { port });
  return { get: (i, path, how) => get({ port, host: `site${i}`, path, ...how }), stop: running.stop };
}

const paths = {
  ok: () => '/page', missing: () => '/none', proxied: ({ headers }) => upstreamPath(headers), static: () => '/ok.txt', redirect: () => '/old',
  denied: () => '/denied', failing: () => '/failing', handled: () => '/expected', reset: () => '/reset',
};

async function serve(emitted) {
  const running = await serveTexts(emitted.map(({ files }) => files[0].text));
  return { get: (i, kind, how) => running.get(i, paths[kind](emitted[i]), how), stop: running.stop };
}

/** Whether a filter that sets the value without our care sends it otherwise. */
async function sendsOtherwise(literal, value) {
  const { files } = emit('tomcat', [['X-T', 'a']]);
  const running = await serveTexts([files[0].text.replace('"a"', literal)]);
  try {
    const answer = await running.get(0, '/page');
    return answer.status !== 200 || values(answer, 'X-T').join() !== value;
  } catch {
    return true;
  } finally {
    await running.stop();
  }
}

export default {
  target: 'tomcat',
  evidence: 'server',
  long: true,
  missing: () => [...(existsSync(`${home}/bin/bootstrap.jar`) ? [] : ['tomcat10']), ...(which('javac') ? [] : ['javac'])],
  options: [],
  perServer: 1000,
  kinds: ['ok', 'missing', 'proxied'],
  repeats: 'kept',
  nonce: true,
  serve,
  covers: {
    ok: { status: 200 }, missing: { status: 404 }, proxied: { status: 200 }, static: { status: 200 }, unmodified: { status: 304 },
    redirect: { status: 302 }, denied: { status: 403 }, handled: { status: 500 }, reset: { status: 200 },
    failing: { status: 500 },
    malformed: { status: 400, times: 0, says: /Not what Tomcat answers outside of it: a 400/ },
  },
  validated: 'static',
  checkNoncePage,
  /** As a user has it: Tomcat finds the class by its annotation. */
  async extra(tally) {
    const { files } = emit('tomcat', [['X-T', 'a']]);
    const running = await serveTexts([], files[0].text);
    try {
      for (const path of ['/plain/ok.txt', '/plain/none']) {
        const answer = await running.get(0, path);
        tally.check(values(answer, 'X-T').join() === 'a', () => `tomcat: ${path}: the annotation was not found: ${JSON.stringify(answer.fields)}`);
      }
    } finally {
      await running.stop();
    }
  },
  limits: [
    { reason: /carries at most 7168/, applies: (value) => value.length > 7168, shown: () => sendsOtherwise(`"x".repeat(8200)`, 'x'.repeat(8200)) },
    { reason: /characters above ASCII/, applies: (value) => /[^\x20-\x7e\t]/.test(value), shown: () => sendsOtherwise('"\\u4f60"', Buffer.from('\u4f60').toString('latin1')) },
    { reason: /servlets set cookies separately/, applies: (_, name) => /^set-cookie$/i.test(name) },
  ],
};
