import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { type CommandContext, described, Failure } from '../command-context.js';
import { runImport, SCOPES_OF_IMPORTS } from './import.js';

const CATALOG = 'apps/launcher/demo-catalog.csv';

/** The demo catalog. */
export const seedCommand = (context: CommandContext): Command =>
  described({
    name: 'seed',
    about: `put the demo catalog of 42 products, with stock, into a running shop; again it changes nothing. Needs a worker, and a key with ${SCOPES_OF_IMPORTS} in HOLDFAST_ADMIN_KEY`,
    examples: ['seed', 'seed --api http://localhost:3100'],
  })
    .option('--api <url>', 'address of the API; PUBLIC_URL when not given')
    // Its prices are in this currency, whatever the shop's is.
    .action(({ api, json = false }: { api?: string; json?: boolean }) => runImport(context, { file: catalogFile(), currency: 'EUR' }, api, json));

/** Beside the sources, from a build of them as well. */
function catalogFile(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, CATALOG);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) throw new Failure(`${CATALOG} is not part of this installation. It is in the sources: holdfast import FILE takes it.`);
  }
}
