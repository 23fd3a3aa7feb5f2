// What the build names wasm/loader.mjs in the package.
export * from '../../../wasm/loader.mjs';
