// An application without security headers, for a server in front: pages, files and the receiver.
// Called as: plain_site.mjs FOLDER PORT
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import express from 'express';

const [folder, port] = process.argv.slice(2);
const app = express();
app.disable('x-powered-by');
app.use(createRequire(import.meta.url)(`${folder}/headstrong-reports.cjs`));
app.use('/static', express.static(`${folder}/static`));
app.get('/', (request, response) => response.send(readFileSync(`${folder}/page.html`, 'utf8')));
app.listen(Number(port), '127.0.0.1');
