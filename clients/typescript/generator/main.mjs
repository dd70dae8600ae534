/** `npm run build:client`: writes the generated sources of the client from the API that was just built. Needs no database. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiDocument } from '../../../dist/apps/api/src/api-document.js';
import { FOLDER, generate } from './generate.mjs';

const files = await generate(await apiDocument());
mkdirSync(FOLDER, { recursive: true });
for (const [name, content] of Object.entries(files)) writeFileSync(join(FOLDER, name), content);
console.log(`Wrote ${Object.keys(files).map((name) => `clients/typescript/src/generated/${name}`).join(' and ')}.`);
process.exit(0);
