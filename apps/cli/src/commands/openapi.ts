import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { apiDocument } from '../../../api/src/api-document.js';
import { type CommandContext, described, json } from '../command-context.js';

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
      const document = json(await apiDocument(url));
      if (output === undefined) return context.screen.say(document);
      await writeFile(output, `${document}\n`);
      context.screen.warn(`Written to ${output}.`);
    });
