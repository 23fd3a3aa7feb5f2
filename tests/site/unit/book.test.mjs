// Reports link to the rule book only where their readers can open it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource } from '../support/compile.mjs';

const { bookAddress } = await importSource('sharing/book.ts');

test('a public address has a rule book, one of this machine or network has none', () => {
  const of = (href) => bookAddress(new URL(href));
  assert.equal(of('https://headers.example/#v1.abc'), 'https://headers.example/');
  assert.equal(of('https://headers.example/tool/index.html'), 'https://headers.example/tool/');
  for (const href of ['http://localhost:8000/', 'http://127.0.0.1:8000/', 'http://192.168.1.7/', 'http://[::1]:8000/',
    'http://workstation/', 'http://tool.local/', 'http://tool.internal/', 'file:///tmp/site/index.html']) {
    assert.equal(of(href), '', href);
  }
});
