// What Terraform would be told: read and evaluated by HashiCorp's own parser, which Debian has as a Go package, and held
// to the arguments of the provider's schema. Terraform, its provider and CloudFront can't be had.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, scratch, which } from '../lib/daemon.mjs';
import { emit } from '../lib/program.mjs';
import cloudformation from './cloudfront-cloudformation.mjs';

const source = fileURLToPath(new URL('../apps/hcl_read.go', import.meta.url));
const gopath = '/usr/share/gocode';

let reader;
/** Texts as Terraform's parser has them: { attributes, blocks: [{ type, labels, body }] } or { error }. */
function parse(texts) {
  if (!reader) {
    reader = `${scratch('hcl')}/hcl_read`;
    check(which('go'), ['build', '-o', reader, source], { env: { ...process.env, GO111MODULE: 'off', GOPATH: gopath } });
  }
  const ran = spawnSync(reader, { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(`hcl: ${ran.stderr.slice(-2000)}`);
  return JSON.parse(ran.stdout);
}

// The provider's own schema, github.com/hashicorp/terraform-provider-aws/internal/service/cloudfront/
// response_headers_policy.go at 0015017a, read 2026-11-29: the blocks and, of each argument, its type; '?': optional.
const settings = {
  content_security_policy: { content_security_policy: 'string', override: 'boolean' },
  content_type_options: { override: 'boolean' },
  frame_options: { frame_option: /^(DENY|SAMEORIGIN)$/, override: 'boolean' },
  referrer_policy: { referrer_policy: 'string', override: 'boolean' },
  strict_transport_security: { access_control_max_age_sec: 'number', include_subdomains: '?boolean', preload: '?boolean', override: 'boolean' },
  xss_protection: { mode_block: '?boolean', protection: 'boolean', report_uri: '?string', override: 'boolean' },
};
const item = { header: 'string', value: 'string', override: 'boolean' };

/** The arguments of a block without blocks in it, each of its type. */
function argumentsOf({ type, labels, body }, wanted) {
  const is = body.attributes;
  const fits = ([name, kind]) => {
    if (kind instanceof RegExp) return kind.test(is[name]);
    return typeof is[name] === kind.replace('?', '') || (kind.startsWith('?') && is[name] === undefined);
  };
  if (labels?.length || body.blocks.length || !Object.keys(is).every((name) => wanted[name]) || !Object.entries(wanted).every(fits)) {
    throw new Error(`not by the schema: ${type} ${JSON.stringify(body)}`);
  }
  if (body.attributes.override !== true) throw new Error('copies of the origin would stay');
  return body.attributes;
}

/** The headers that a policy has CloudFront send. */
function headersOf(file) {
  if (file.error) throw new Error(file.error);
  const [resource] = file.blocks;
  if (file.blocks.length !== 1 || [resource.type, ...resource.labels].join() !== 'resource,aws_cloudfront_response_headers_policy,headstrong') {
    throw new Error(`another resource: ${resource.type} ${resource.labels}`);
  }
  const all = [];
  for (const { type, body } of resource.body.blocks) {
    for (const block of body.blocks) {
      if (type === 'custom_headers_config' && block.type === 'items') {
        const { header, value } = argumentsOf(block, item);
        all.push([header, value]);
        continue;
      }
      if (type !== 'security_headers_config' || !settings[block.type]) throw new Error(`unknown: ${type}.${block.type}`);
      const is = argumentsOf(block, settings[block.type]);
      const value = {
        content_security_policy: ['Content-Security-Policy', is.content_security_policy],
        content_type_options: ['X-Content-Type-Options', 'nosniff'],
        frame_options: ['X-Frame-Options', is.frame_option],
        referrer_policy: ['Referrer-Policy', is.referrer_policy],
        strict_transport_security: ['Strict-Transport-Security',
          `max-age=${is.access_control_max_age_sec}${is.include_subdomains ? '; includeSubDomains' : ''}${is.preload ? '; preload' : ''}`],
        xss_protection: ['X-XSS-Protection', `${is.protection ? 1 : 0}${is.mode_block ? '; mode=block' : ''}`],
      }[block.type];
      all.push(value);
    }
  }
  return all;
}

export default {
  ...cloudformation,
  target: 'cloudfront-terraform',
  missing: () => [
    ...(which('go') ? [] : ['golang-go']),
    ...(existsSync(`${gopath}/src/github.com/hashicorp/hcl/v2`) ? [] : ['golang-github-hashicorp-hcl-v2-dev']),
  ],
  async serve(emitted) {
    const sites = parse(emitted.map(({ files }) => files[0].text)).map(headersOf);
    return { get: async (i) => ({ fields: sites[i] }), stop: async () => {} };
  },
  async extra(tally) {
    // The parser and the table tell: what they don't know is no policy.
    const { text } = emit('cloudfront-terraform', [['X-Frame-Options', 'DENY']]).files[0];
    for (const broken of [text.replace('"DENY"', '"NO"'), text.replace('frame_option ', 'frame_options '), text.replace('override = true', ''),
      text.replace('"DENY"', '"${x}"'), text.slice(0, text.lastIndexOf('}'))]) {
      let refused = false;
      try {
        headersOf(parse([broken])[0]);
      } catch {
        refused = true;
      }
      tally.check(refused && broken !== text, () => `read as a policy: ${broken}`);
    }
  },
  limits: [...cloudformation.limits, { reason: /before one that opens a brace/, applies: (value) => /\$\$\{|%%\{/.test(value) }],
};
