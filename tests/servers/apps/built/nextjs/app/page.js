import { headers } from 'next/headers';
import Script from 'next/script';
import State from './state.js';

/** Shows what it was sent without escaping it: a hole to inject scripts through. */
export default async function Page({ searchParams }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const { name = '' } = await searchParams;
  return (
    <>
      <State />
      <div dangerouslySetInnerHTML={{ __html: name }} />
      <Script id="own" nonce={nonce}>{'window.own = true'}</Script>
    </>
  );
}
