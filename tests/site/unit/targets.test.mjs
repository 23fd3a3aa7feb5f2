// Targets and services are found by the words that people type, the one that is meant first.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { importSource } from '../support/compile.mjs';
import { BUILT_ENGINE } from '../support/paths.mjs';

const { load } = await import(pathToFileURL(join(BUILT_ENGINE, 'headstrong.mjs')).href);
const engine = await load();
const { search } = await importSource('state/targets.ts');

const firstOf = (items, words, withNonce) => search(items, words, withNonce)[0]?.id;

test('the first answer to what people call a target', () => {
  const targets = engine.targets();
  for (const [words, id] of [
    ['k8s', 'ingress-nginx'], ['kubernetes', 'gateway-api'], ['aws', 'amplify'], ['tf', 'cloudfront-terraform'], ['express', 'express'],
    ['spring boot', 'spring-security'], ['wp', 'wordpress'], ['cf worker', 'cloudflare-worker'], ['dotnet', 'aspnet'], ['.net', 'aspnet'],
    ['fastapi', 'starlette'], ['werkzeug', 'flask'], ['htaccess', 'apache'], ['golang', 'go-net-http'], ['NGINX', 'nginx'], ['ruby', 'rails'],
  ]) assert.equal(firstOf(targets, words), id, words);
  // Of equals the one that can do what was chosen.
  assert.equal(firstOf(targets, 'next'), 'nextjs');
  assert.equal(firstOf(targets, 'next', true), 'nextjs-middleware');
  assert.deepEqual(search(targets, 'rocket'), []);
  assert.deepEqual(search(targets, ' '), targets);
  const inFront = search(targets, 'in-front').map(({ id }) => id);
  assert.deepEqual(inFront, ['apache', 'caddy', 'haproxy', 'nginx']);
});

test('the first answer to what people call a service', () => {
  const services = engine.services();
  for (const [words, id] of [
    ['ga4', 'google-analytics'], ['gtm', 'google-tag-manager'], ['fb pixel', 'meta-pixel'], ['recaptcha', 'recaptcha'], ['hcaptcha', 'hcaptcha'],
    ['stripe', 'stripe'], ['youtube', 'youtube'], ['typekit', 'adobe-fonts'], ['piwik', 'matomo'], ['msal', 'microsoft-entra'],
  ]) assert.equal(firstOf(services, words), id, words);
  assert.deepEqual(search(services, 'gtag').map(({ id }) => id).sort(), ['google-ads', 'google-analytics']);
});

test('files come in the order in which they are put in place', () => {
  const { files } = engine.emit([['X-Frame-Options', 'DENY']], 'ingress-nginx', {});
  assert.deepEqual(files.map(({ name }) => name), ['headstrong-allowed.yaml', 'headstrong-headers.yaml']);
  assert.match(files[0].place, /^first/);
  assert.match(files[1].place, /^then/);
});
