import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { createLogger, openApiDocument } from '@holdfast/platform';
import { createApi } from '../../../api/src/create-api.js';
import { readShopSettings } from '../../../composition/core.js';
import { type CommandContext, described, json } from '../command-context.js';

/** What a document needs no truth of: nothing connects to it. */
const NOWHERE = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing', HOLDFAST_SECRET: 'of nobody, for a document that needs none' };

/** The OpenAPI document of this release. */
export const openApiCommand = (context: CommandContext): Command =>
  described({
    name: 'openapi',
    about: 'print the OpenAPI 3.1 document of the API of this release; needs no database and no settings',
    examples: ['openapi > openapi.json', 'openapi --output openapi.json --url https://shop.example.com'],
    hasJson: false,
  })
    .option('--output <file>', 'write it there instead')
    .option('--url <url>', 'address of the API that the document names', 'http://localhost:3000')
    .action(async ({ output, url }: { output?: string; url: string }) => {
      const document = json(await documentOf(url));
      if (output === undefined) return context.screen.say(document);
      await writeFile(output, `${document}\n`);
      context.screen.warn(`Written to ${output}.`);
    });

async function documentOf(url: string): Promise<object> {
  const logger = createLogger('silent', 'cli');
  // Made and never started: no route listens, nothing is connected to.
  const app = await createApi(readShopSettings({ ...NOWHERE, PUBLIC_URL: url, DOCS_ENABLED: 'false', LOG_LEVEL: 'silent' }), logger);
  try {
    return openApiDocument(app, url.replace(/\/$/, ''));
  } finally {
    await app.close();
  }
}
