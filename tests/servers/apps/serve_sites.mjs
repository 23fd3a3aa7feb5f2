// serve's own handler with the configuration of each site, told apart by the Host header, in one process.
//   node serve_sites.mjs FOLDER PORT
import { readFileSync } from 'node:fs';
import http from 'node:http';
import schema from '@zeit/schemas/deployment/config-static.js';
import Ajv from 'ajv';
import handler from 'serve-handler';

const [folder, port] = process.argv.slice(2);
const configurations = new Map();
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

function configurationOf(site) {
  if (!configurations.has(site)) {
    const configuration = JSON.parse(readFileSync(`${folder}/${site}.json`, 'utf8'));
    // As serve does before it starts.
    if (!validate(configuration)) throw new Error(JSON.stringify(validate.errors));
    configurations.set(site, configuration);
  }
  return { public: `${folder}/www`, etag: true, ...configurations.get(site) };
}

http.createServer((request, response) => handler(request, response, configurationOf(request.headers.host))).listen(Number(port), '127.0.0.1');
