// What a word of the text means, in a line: directives, keywords, kinds of sources, headers.
import type { Policy } from 'headstrong';

const DIRECTIVES: Record<string, string> = {
  'default-src': 'The fallback for the other -src directives.',
  'script-src': 'Where scripts may come from, and whether inline code and eval run.',
  'script-src-elem': 'Where <script> elements may load from. Falls back to script-src.',
  'script-src-attr': 'Whether event handlers such as onclick run. Falls back to script-src.',
  'style-src': 'Where style sheets may come from, and whether inline styles apply.',
  'style-src-elem': 'Where <style> and <link> style sheets may come from. Falls back to style-src.',
  'style-src-attr': 'Whether style attributes apply. Falls back to style-src.',
  'img-src': 'Where images may come from.',
  'font-src': 'Where fonts may come from.',
  'connect-src': 'Where fetch(), XMLHttpRequest, WebSocket and beacons may connect to.',
  'media-src': 'Where audio and video may come from.',
  'object-src': 'Where <object> and <embed> may load from.',
  'frame-src': 'What may be shown in frames of this page.',
  'child-src': 'The fallback for frame-src and worker-src.',
  'worker-src': 'Where workers and service workers may come from.',
  'manifest-src': 'Where the web app manifest may come from.',
  'base-uri': 'What <base> may be set to. Not covered by default-src.',
  'form-action': 'Where forms may be sent. Not covered by default-src.',
  'frame-ancestors': 'Which sites may show this page in a frame. Not covered by default-src.',
  'upgrade-insecure-requests': 'Loads the page’s http: URLs over https:.',
  'require-trusted-types-for': 'Makes scripts use Trusted Types where text would become HTML or code.',
  'trusted-types': 'Which Trusted Types policies scripts may create.',
  'report-uri': 'Where violation reports go. Chromium ignores it beside report-to.',
  'report-to': 'The endpoint for violation reports, as named in Reporting-Endpoints.',
  sandbox: 'Restricts the page like a sandboxed frame.',
};

const KEYWORDS: Record<string, string> = {
  "'self'": 'The page’s own origin: same scheme, host and port.',
  "'none'": 'Nothing at all. Only works alone.',
  "'unsafe-inline'": 'All inline code, injected code included. A nonce or hash beside it turns it off.',
  "'unsafe-eval'": 'eval and other ways to make code from text.',
  "'unsafe-hashes'": 'Lets hashes allow event handlers and style attributes, too.',
  "'wasm-unsafe-eval'": 'Compiling WebAssembly, but not eval.',
  "'strict-dynamic'": 'Scripts that a trusted script loads are trusted. Hosts in the list are ignored.',
  "'report-sample'": 'Violation reports include the first 40 characters of the code.',
  '*': 'Any host, by the schemes of the web and the page’s own.',
};

const KINDS: Record<string, string> = {
  host: 'Files from this host. With a path: this file, or a folder if it ends in /.',
  scheme: 'Anything with this scheme, from any host.',
  nonce: 'Elements with this nonce attribute. It must be new and random in every response.',
  hash: 'Inline code with exactly this hash.',
};

const HEADERS: Record<string, string> = {
  'content-security-policy': 'What the page may load and run, and who may frame it.',
  'content-security-policy-report-only': 'A policy that is only reported: browsers block nothing by it.',
  'strict-transport-security': 'Browsers use HTTPS only, for as long as max-age says.',
  'x-frame-options': 'Which sites may show this page in a frame. frame-ancestors overrides it.',
  'x-content-type-options': 'nosniff: browsers don’t guess what kind of file this is.',
  'referrer-policy': 'How much of the page’s URL other sites get to see.',
  'permissions-policy': 'Which features, such as the camera, the page and its frames may use.',
  'cross-origin-opener-policy': 'Whether windows of other sites keep a handle to this one.',
  'cross-origin-embedder-policy': 'The page only embeds what agrees to be embedded.',
  'cross-origin-resource-policy': 'Which sites may embed this response.',
  'reporting-endpoints': 'Names the URLs that reports go to.',
  'set-cookie': 'Sets a cookie. Secure, HttpOnly and SameSite protect it.',
  'x-xss-protection': 'A filter that browsers have removed. Send 0 or nothing.',
  server: 'Names the server software. Versions help attackers.',
  'x-powered-by': 'Names the software behind the site. Leave it out.',
};

export interface Meaning {
  start: number;
  end: number;
  word: string;
  text: string;
}

/** Of the word at a position; null where there is nothing to say. `line` is the line it stands in, from `lineStart`. */
export function meaningAt(policies: readonly Policy[], position: number, line: string, lineStart: number): Meaning | null {
  for (const { directives, span } of policies) {
    if (position < span.start || position > span.end) continue;
    for (const directive of directives) {
      for (const { span: at, text, kind } of directive.values) {
        const known = KEYWORDS[text.toLowerCase()] ?? KINDS[kind];
        if (known && position >= at.start && position <= at.end) return { ...at, word: text, text: known };
      }
      const { start } = directive.span;
      const end = Math.min(start + directive.name.length, directive.span.end);
      const known = DIRECTIVES[directive.name.toLowerCase()];
      if (known && position >= start && position <= end) return { start, end, word: directive.name, text: known };
    }
  }
  const name = /^[<\s]*([\w-]+):/.exec(line);
  const word = name?.[1] ?? '';
  const start = lineStart + (name?.[0].indexOf(word) ?? 0);
  const known = HEADERS[word.toLowerCase()];
  return known && position >= start && position <= start + word.length ? { start, end: start + word.length, word, text: known } : null;
}
