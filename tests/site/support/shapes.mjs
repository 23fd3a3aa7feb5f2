// Pastes of about 1 MiB that make something long: lists, words, numbers of responses.

const MIB = 1024 * 1024;
const times = (unit) => unit.repeat(Math.ceil(MIB / unit.length));
const each = (count, make) => Array.from({ length: count }, (_, i) => make(i));

export const SHAPES = {
  'one policy again and again': () => times("content-security-policy: default-src 'self'\n"),
  'many policies': () => each(20_000, (i) => `content-security-policy: img-src h${i}.example\n`).join(''),
  'many report-only policies': () => times("content-security-policy-report-only: default-src 'self'; script-src 'unsafe-inline'\n"),
  'one header again and again': () => times('x-frame-options: nonsense\n'),
  'endpoints again and again': () => times('reporting-endpoints: a="https://a.example/"\n'),
  'permissions again and again': () => times('permissions-policy: camera=()\n'),
  'one policy of many hosts': () => `content-security-policy: script-src ${each(50_000, (i) => `http://h${i}.example`).join(' ')}\n`,
  'a policy that can be listed': () => `content-security-policy: img-src ${each(3900, (i) => `https://h${i}.example`).join(' ')}\nserver: ${'b'.repeat(MIB)}\n`,
  'one policy of many directives': () => `content-security-policy: ${each(50_000, (i) => `x${i} 'self'`).join('; ')}\n`,
  'one long word': () => `content-security-policy: default-src ${'c'.repeat(MIB)}\n`,
  'many cookies': () => each(40_000, (i) => `set-cookie: a${i}=b\n`).join(''),
  'many responses': () => times('HTTP/1.1 200 OK\nserver: nginx/1.2\n\n'),
  'a single line': () => 'a'.repeat(MIB),
  'a long name': () => `${'n'.repeat(MIB)}: x\n`,
  'unseen characters': () => `server: ${'\u202e\u200b'.repeat(MIB / 4)}\n`,
};
