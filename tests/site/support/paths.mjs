import { fileURLToPath } from 'node:url';

/** The repository's root, and what is built in it. SITE_ROOT and ENGINE_ROOT point elsewhere. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const BUILT_SITE = process.env.SITE_ROOT ?? `${ROOT}build/site`;
export const BUILT_ENGINE = process.env.ENGINE_ROOT ?? `${ROOT}build/wasm`;
export const BUILT_PROGRAM = process.env.PROGRAM ?? `${ROOT}build/native/headstrong`;
