import { load } from 'headstrong';

export default {
  async fetch() {
    const hs = await load();
    return new Response(`answers ${hs.analyze('script-src *').grade.letter}`);
  },
};
