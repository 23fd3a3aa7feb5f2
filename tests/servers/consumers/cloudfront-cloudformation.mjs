// What CloudFormation would be told: YAML by a real parser, the policy by AWS's own schema. CloudFront itself can't be had.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { spawnSync } from 'node:child_process';
import { python, pythonHas } from '../lib/daemon.mjs';
import { emit } from '../lib/program.mjs';

const schema = JSON.parse(readFileSync(new URL('../../data/schemas/aws-cloudfront-response-headers-policy.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
const load = 'import json, sys, yaml\njson.dump([yaml.safe_load(text) for text in json.load(sys.stdin)], sys.stdout)';

/** Templates as JSON. */
function parse(texts) {
  const ran = spawnSync(python, ['-c', load], { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(`yaml: ${ran.stderr.slice(-2000)}`);
  return JSON.parse(ran.stdout);
}

/** The headers that a policy has CloudFront send, as AWS documents its settings. */
export function headersOf({ Resources: { HeadstrongHeaders: { Type, Properties } } }) {
  if (Type !== 'AWS::CloudFront::ResponseHeadersPolicy') throw new Error(`another resource: ${Type}`);
  const valid = /** @type {(data: object) => boolean} */ (validate);
  if (!valid(Properties)) throw new Error(`not by the schema: ${JSON.stringify(validate.errors)}`);
  const { SecurityHeadersConfig: set = {}, CustomHeadersConfig: { Items = [] } = {} } = Properties.ResponseHeadersPolicyConfig;
  const all = [];
  const own = (part, name, value) => part && all.push([name, value, part.Override]);
  own(set.ContentSecurityPolicy, 'Content-Security-Policy', set.ContentSecurityPolicy?.ContentSecurityPolicy);
  own(set.ContentTypeOptions, 'X-Content-Type-Options', 'nosniff');
  own(set.FrameOptions, 'X-Frame-Options', set.FrameOptions?.FrameOption);
  own(set.ReferrerPolicy, 'Referrer-Policy', set.ReferrerPolicy?.ReferrerPolicy);
  const transport = set.StrictTransportSecurity;
  own(transport, 'Strict-Transport-Security',
    `max-age=${transport?.AccessControlMaxAgeSec}${transport?.IncludeSubdomains ? '; includeSubDomains' : ''}${transport?.Preload ? '; preload' : ''}`);
  const xss = set.XSSProtection;
  own(xss, 'X-XSS-Protection', `${xss?.Protection ? 1 : 0}${xss?.ModeBlock ? '; mode=block' : ''}`);
  for (const { Header, Value, Override } of Items) all.push([Header, Value, Override]);
  if (!all.every(([, , override]) => override === true)) throw new Error('copies of the origin would stay');
  return all.map(([name, value]) => [name, value]);
}

export default {
  target: 'cloudfront-cloudformation',
  evidence: 'parser',
  missing: () => (pythonHas('yaml') ? [] : ['python3-yaml']),
  options: [],
  perSet: 10,
  perServer: 1000,
  kinds: ['parsed'],
  repeats: 'joined',
  nonce: false,
  /** CloudFront builds this header from numbers and flags. */
  arrives: (name, value) => (name === 'strict-transport-security' ? value.replace(/ *; */g, '; ') : value),
  async serve(emitted) {
    const sites = parse(emitted.map(({ files }) => files[0].text)).map(headersOf);
    return { get: async (i) => ({ fields: sites[i] }), stop: async () => {} };
  },
  async extra(tally) {
    // The schema is one that tells: what it doesn't know is no policy.
    const template = parse([emit(this.target, [['X-Frame-Options', 'DENY']]).files[0].text])[0];
    template.Resources.HeadstrongHeaders.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig.FrameOptions.Value = 'x';
    let refused = false;
    try {
      headersOf(template);
    } catch {
      refused = true;
    }
    tally.check(refused, () => 'the schema takes anything');
  },
  limits: [
    { reason: /carries at most 1783/, applies: (value) => value.length > 1783 },
    { reason: /more than 10240 bytes/, applies: () => true },
    { reason: /at most 10 headers that have no setting/, applies: () => true },
    { reason: /outside ASCII/, applies: (value) => /[^\x20-\x7e]/.test(value) },
    { reason: /empty value/, applies: (value) => value === '' },
    { reason: /and nothing else/, applies: (_, name) => /^(X-XSS-Protection|X-Frame-Options|Referrer-Policy|Strict-Transport-Security|X-Content-Type-Options)$/i.test(name) },
    { reason: /replace the application's own cookies/, applies: (_, name) => name === 'Set-Cookie' },
    { reason: /CORS settings/, applies: (_, name) => /^Access-Control-/i.test(name) },
  ],
};
