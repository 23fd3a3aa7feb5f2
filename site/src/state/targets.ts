// Finding the target among dozens: the words that people search by, and what a paste tells of its server.
import type { InputSummary, Target } from 'headstrong';

/** Words that neither a target's name nor its id has. */
const ALIASES: readonly [targets: RegExp, words: string][] = [
  [/^(ingress|gateway-api|traefik|envoy)/, 'k8s kubernetes helm'],
  [/^nginx/, 'openresty tengine angie'],
  [/^envoy/, 'contour emissary'],
  [/^(cloudfront|aws|amplify)/, 'aws amazon s3 cdn lambda'],
  [/^(traefik|envoy|istio|nginx|haproxy|caddy)/, 'docker proxy'],
  [/^(express|fastify|hono|koa|next|nuxt|svelte|astro|vite|serve|angular|react)/, 'node js javascript typescript'],
  [/^express$/, 'nest nestjs'],
  [/^(next|react)/, 'react vercel'],
  [/^nuxt/, 'vue'],
  [/^(aiohttp|flask|django|starlette)/, 'python'],
  [/^starlette/, 'fastapi uvicorn'],
  [/^flask/, 'werkzeug gunicorn'],
  [/^(rack|rails)/, 'ruby rack'],
  [/^(laravel|php|wordpress)/, 'php composer'],
  [/^(spring|tomcat)/, 'java kotlin boot tomcat'],
  [/^(aspnet|iis|azure)/, 'microsoft windows dotnet .net c# azure kestrel'],
  [/^apache/, 'htaccess httpd litespeed'],
  [/^(cloudflare|netlify|vercel|firebase|azure-swa)/, 'static hosting pages jamstack'],
  [/^(firebase|gcp)/, 'google gcp'],
  [/^go-/, 'golang'],
  [/^rust/, 'axum tower'],
  [/^phoenix/, 'elixir'],
  [/^html/, 'github gitlab pages meta csp'],
];

/** How well a target answers to a word, 0 the best; Infinity: not at all. */
function rank({ id, name }: Target, word: string): number {
  const own = `${id} ${name}`.toLowerCase();
  const others = ALIASES.filter(([of]) => of.test(id)).map(([, more]) => more).join(' ');
  const has = (text: string, end: string) => ` ${text.replace(/[-_()@./]/g, ' ')} ${text} `.includes(` ${word}${end}`);
  if (id === word || name.toLowerCase() === word) return 0;
  if (own.startsWith(word)) return 1;
  if (has(own, ' ')) return 2;
  if (has(others, ' ')) return 3;
  if (has(own, '')) return 4;
  return has(others, '') ? 5 : Infinity;
}

/** The targets of which name, id or a word in use begins with each word of the search, the best answer first. */
export function searchTargets(targets: readonly Target[], search: string): Target[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return targets
    .map((target) => ({ target, rank: Math.max(0, ...words.map((word) => rank(target, word))) }))
    .filter((found) => found.rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .map(({ target }) => target);
}

/** What names of software in a response say: the surer before those that often stand in front of another. */
const SERVERS: readonly [header: RegExp, value: RegExp, target: string][] = [
  [/^server$/, /werkzeug/i, 'flask'],
  [/^server$/, /uvicorn|hypercorn/i, 'starlette'],
  [/^server$/, /aiohttp/i, 'aiohttp'],
  [/^server$/, /kestrel/i, 'aspnet'],
  [/^server$/, /^(apache-)?(coyote|tomcat)/i, 'spring-security'],
  [/^server$/, /puma|passenger/i, 'rails'],
  [/^x-powered-by$/, /next\.js/i, 'nextjs'],
  [/^x-powered-by$/, /nuxt/i, 'nuxt'],
  [/^x-powered-by$/, /express/i, 'express'],  // helmet takes that away
  [/^x-application-context$/, /./, 'spring-security'],
  [/^x-runtime$/, /^\d*\.\d+$/, 'rails'],
  [/^link$/, /wp-json/, 'wordpress'],
  [/^x-pingback$/, /xmlrpc\.php/, 'wordpress'],
  [/^x-(redirect|powered)-by$/, /^(wordpress|wp engine|wordpress vip)/i, 'wordpress'],
  [/^set-cookie$/, /^wordpress_|^wp-settings-/, 'wordpress'],
  [/^set-cookie$/, /^laravel_session=/, 'laravel'],
  [/^set-cookie$/, /^csrftoken=/, 'django'],
  [/^x-powered-by$/, /asp\.net/i, 'iis'],
  [/^x-powered-by$/, /php/i, 'php'],
  [/^x-vercel-id$/, /./, 'vercel'],
  [/^x-nf-request-id$/, /./, 'netlify-headers'],
  [/^x-amz-cf-id$/, /./, 'cloudfront-function'],
  [/^server$/, /^microsoft-iis/i, 'iis'],
  [/^server$/, /^apache|^litespeed/i, 'apache'],
  [/^server$/, /^openresty|^nginx/i, 'nginx'],
  [/^server$/, /^caddy/i, 'caddy'],
  [/^server$/, /^lighttpd/i, 'lighttpd'],
  [/^(x-varnish|via)$/, /varnish|^\d+/i, 'varnish'],
];

/** Of the formats that are not named after their target. */
const FORMATS: Record<string, string> = {
  vcl: 'varnish',
  caddyfile: 'caddy',
  'headers-file': 'netlify-headers',
  'static-web-apps': 'azure-swa',
  'cloudfront-json': 'cloudfront-cloudformation',
  'cloudfront-yaml': 'cloudfront-cloudformation',
  csharp: 'aspnet',
  java: 'spring-security',
  ruby: 'rails',
};

/** The target that the text is written for or seems to come from; empty where the text does not tell. */
export function guessTarget({ format, responses }: InputSummary, targets: readonly Target[]): string {
  const isTarget = (wanted: string) => targets.some(({ id }) => id === wanted);
  const written = [FORMATS[format] ?? format, format.replace(/-(configuration|json|yaml|toml|labels)$/, '')].find(isTarget);
  if (written) return written;
  const fields = responses.find(({ chosen }) => chosen)?.fields ?? [];
  for (const [header, value, target] of SERVERS) {
    if (isTarget(target) && fields.some(([name, text]) => header.test(name.toLowerCase()) && value.test(text))) return target;
  }
  return '';
}
