import netlify, { parse, trimmed } from './netlify-headers.mjs';

export default {
  ...netlify,
  target: 'netlify-toml',
  async serve(emitted) {
    const sites = await Promise.all(emitted.map(({ files }) => parse(files[0].text, 'netlify.toml')));
    return { get: async (i) => ({ fields: sites[i].map(trimmed) }), stop: async () => {} };
  },
  limits: netlify.limits.map(({ shown, ...limit }) => limit),
};
