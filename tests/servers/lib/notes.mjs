// Notes that an emitted file is to carry as comments.

/** What a note may hold when its author means harm: ends of comments, beginnings of code. */
const hostileSentences = [
  '*/ X-Evil: 1', '--> <meta http-equiv="X-Evil">', '--!> <b>', '-', '->', '>', '<!-- x', '?> <?php header("X-Evil: 1");',
  'a\nX-Evil: 1', 'a\r\nadd_header X-Evil 1;\r\n', 'a\u2028res.setHeader("X-Evil", "1")', 'a\u2029b', 'a\u0085b', 'a\u0000b\u001b[2J',
  '"', "'", '`', '"""', "'''", '"}', '})', '}', ']', ');', ',', '{{nonce}}', "{{''}}", '{% raw %}', '<%= 1 %>', '<% %>', '${HOME}', '#{1}',
  '{$HOME}', '{$NEWLINE}', '{{$HOME}', '{env.HOME}', '{args[0]}', '{block}', '\\', 'ends with \\', `${'a'.repeat(97)}\\`,
  `${'word '.repeat(19)}a\\ next`, '\\ '.repeat(90), 'C{ x }C', '/* x', '# x', '// x', '#!/bin/sh', '-*- coding: utf-16 -*-', 'coding: latin-1',
  'x'.repeat(9000), '\\'.repeat(9000), '\u00e9'.repeat(3000), '\u202e X-Evil', '/* path', '[[headers]]', 'expr=x', '%{x}', ' ', '', 'env=x', '\t\t',
];

/** Notes on headers of a set, on one that is not in it, and on the whole. */
export function hostileNotes(headers) {
  const about = [...headers.map(([name]) => name), 'X-Not-In-It', '', '*/ \n X-Evil: 1 ?>'];
  return hostileSentences.map((sentence, i) => ({ header: about[i % about.length], sentence, open: i % 7 === 0 }));
}
