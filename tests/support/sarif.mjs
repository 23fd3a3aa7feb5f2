// SARIF by the schema of its standard.
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);

/** The OASIS schema of SARIF 2.1.0 (draft 04), as Microsoft's kit for SARIF ships it. */
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

// One of its patterns is none with the flag u.
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

/** What of a log the schema refuses, a line each; nothing where it is valid. */
export function sarifFaults(log) {
  if (validate(log)) return [];
  return validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}
