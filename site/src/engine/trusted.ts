// The page's one Trusted Types policy. It admits one constant address and nothing else, so that no
// string from anywhere else can become a script.

interface ScriptUrlPolicy {
  createScriptURL(address: string): string;
}
interface TrustedTypesFactory {
  createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy;
}
declare global {
  interface Window {
    trustedTypes?: TrustedTypesFactory;
  }
}

const WORKER_ADDRESS = new URL(WORKER_PATH, import.meta.url).href;

const rules: ScriptUrlPolicy = {
  createScriptURL(address) {
    if (address === WORKER_ADDRESS) return address;
    throw new TypeError('Only the address of the worker is admitted.');
  },
};

const policy = window.trustedTypes?.createPolicy('headstrong', rules) ?? rules;

export function createWorker(): Worker {
  return new Worker(policy.createScriptURL(WORKER_ADDRESS), { type: 'module' });
}
