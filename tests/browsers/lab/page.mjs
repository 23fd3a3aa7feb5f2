// The document under test: headers, meta policies, and the cases that only markup can ask.

import { isLocal } from './verdict.mjs';

const escapeAttribute = (text) =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

const attribute = (name, value) => (value === undefined ? '' : ` ${name}="${escapeAttribute(value)}"`);

/** Says whether the case has to stand in the markup, since only the parser can insert its element. */
export function isInMarkup(request) {
  if (request.type === 'script' || request.type === 'inline-script') return request.parserInserted !== false;
  if (request.type === 'inline-style') return request.parserInserted !== false;
  return false;
}

/** Elements that the page's script takes from markup where, made from strings, they would be Trusted Types'
    business. (Elsewhere the script makes them, as pages do.) */
export const isTemplated = (request, policies) =>
  request.type === 'script-attribute' || ((request.type === 'object' || request.type === 'embed') && !isLocal(request.url) &&
    policies.some((policy) => /require-trusted-types-for/i.test(policy.value)));

function templateFor(request) {
  const shared = attribute('data-i', String(request.i));
  const open = `<template data-for="${request.i}">`;
  switch (request.type) {
    case 'object':
      return `${open}<object${shared}${attribute('type', request.objectType)}${attribute('data', request.url)}></object></template>`;
    case 'embed':
      return `${open}<embed${shared}${attribute('type', request.objectType)}${attribute('src', request.url)}></template>`;
    default:
      return `${open}<button${shared}${attribute('nonce', request.nonce)}${attribute('onclick', request.content)}></button></template>`;
  }
}

function markupFor(request) {
  const shared = attribute('data-i', String(request.i)) + ' data-markup="1"' + attribute('nonce', request.nonce);
  switch (request.type) {
    case 'script': {
      const integrity = request.integrity === undefined
        ? '' : `${attribute('integrity', request.integrity)} crossorigin="anonymous"`;
      return `<script${shared}${integrity}${attribute('src', request.url)}></script>`;
    }
    case 'image':
      return `<img${shared}${attribute('src', request.url)}>`;
    case 'style':
      return `<link rel="stylesheet"${shared}${attribute('href', request.url)}>`;
    case 'iframe':
      return `<iframe${shared}${attribute('src', request.url)}></iframe>`;
    case 'inline-script':
      return `<script${shared}>${request.content}</script>`;
    case 'inline-style':
      return `<style${shared}>${request.content}</style>`;
    default:
      throw new Error(`no markup for ${request.type}`);
  }
}

/** Bytes of padding before the first case: WebKit shows a document only once some of it has come. */
const PADDING = `<!-- ${'.'.repeat(2048)} -->`;

/** The document's first part, which the browser sees before the lab is in place. */
export function documentOpening() {
  return `<!doctype html><html><head><meta charset="utf-8"><title>case</title>${PADDING}\n`;
}

/** The rest: meta policies first, since they govern only what follows them. */
export function documentRest(group) {
  const metas = group.policies.filter((policy) => policy.delivery === 'meta').map((policy) =>
    `<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy.value)}">\n`);
  const cases = group.requests.filter((request) => request.inMarkup).map(markupFor);
  const templates = group.requests.filter((request) => isTemplated(request, group.policies)).map(templateFor);
  return `${metas.join('')}${cases.join('\n')}\n${templates.join('\n')}\n</head><body><p>case</p></body></html>\n`;
}

/** The header lines that deliver the group's policies, as `[name, value]`. */
export function policyHeaders(group) {
  const headers = group.policies.filter((policy) => policy.delivery !== 'meta').map((policy) => [
    policy.disposition === 'report' ? 'Content-Security-Policy-Report-Only' : 'Content-Security-Policy',
    policy.value,
  ]);
  if (group.xFrameOptions !== undefined) headers.push(['X-Frame-Options', group.xFrameOptions]);
  return headers;
}

/** The top document of framing cases: one chain of frames for each. */
export function framingDocument(frames) {
  const elements = frames.map(({ url, id }) => `<iframe${attribute('data-i', String(id))}${attribute('src', url)}></iframe>`);
  return `${documentOpening()}</head><body>${elements.join('\n')}</body></html>\n`;
}

/** A framed document. Its empty child frame shows other origins, through `length`, that it is there. */
export function framedDocument(childUrl) {
  return `<!doctype html><meta charset="utf-8"><title>framed</title><iframe${attribute('src', childUrl)}></iframe>\n`;
}
