// An Express application with the emitted headers and receiver. Called as: express_site.mjs FOLDER PORT
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import express from 'express';

const [folder, port] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const app = express();
app.use(require(`${folder}/headstrong.cjs`));
app.use(require(`${folder}/headstrong-reports.cjs`));
app.use(express.json({ limit: '10kb' }));
app.use('/static', express.static(`${folder}/static`));
app.get('/', (request, response) => response.send(readFileSync(`${folder}/page.html`, 'utf8')));
app.listen(Number(port), '127.0.0.1');
