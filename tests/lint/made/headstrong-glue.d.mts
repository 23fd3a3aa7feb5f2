// What Emscripten writes: the module's functions, by wasm/binding.cpp.
export default function createInstance(options: {
  instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): object;
}): Promise<any>;
