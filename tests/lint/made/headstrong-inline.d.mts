// What the build names wasm/inline.mjs in the package.
export * from '../../../wasm/inline.mjs';
