import type { Command } from 'commander';
import { apiOf } from '../api.js';
import { type CommandContext, described, json, UsageError } from '../command-context.js';
import { type Imported, importProducts, type ProductFile, type RefusedRow } from '../import-products.js';
import { number } from '../progress.js';

const SHOWN = 50;
export const SCOPES_OF_IMPORTS = 'catalog:read and catalog:write';

interface Options {
  readonly currency?: string;
  readonly api?: string;
  readonly json?: boolean;
}

/** Products from a CSV file, through the import of the API. */
export const importCommand = (context: CommandContext): Command =>
  described({
    name: 'import',
    about: "import products from a file in the format of Shopify's product CSV, and list the rows that were refused; ends with 1 if there were any. Needs a running API and worker, "
      + `and a key with ${SCOPES_OF_IMPORTS} in HOLDFAST_ADMIN_KEY. The same file again changes nothing`,
    examples: ['import products.csv', 'import products.csv --currency USD --api https://shop.example.com', 'import products.csv --json | jq .refused'],
  })
    .argument('<file>', 'CSV, UTF-8, 1 GB at most')
    .option('--currency <code>', 'currency of the prices; that of the shop when not given', currencyOf)
    .option('--api <url>', 'address of the API; PUBLIC_URL when not given')
    .action((file: string, { currency, api, json: asJson = false }: Options) => runImport(context, { file, currency }, api, asJson));

/** Imports a file and tells what became of it. */
export async function runImport(context: CommandContext, file: ProductFile, api: string | undefined, asJson: boolean): Promise<void> {
  const imported = await importProducts(apiOf(context, api, SCOPES_OF_IMPORTS), file, context.screen, context.stopped);
  context.screen.say(asJson ? json(imported) : told(imported));
  context.end(imported.import.status === 'completed' && imported.refused.length === 0 ? 0 : 1);
}

function told({ import: { id, status, progress, result, error }, refused }: Imported): string {
  const rows = [...refused.slice(0, SHOWN).map(row), ...(refused.length > SHOWN ? [`  … and ${number(refused.length - SHOWN)} more: --json lists them all.`] : [])];
  if (status === 'failed' || !result) return [`The import ${id} failed after ${number(progress.rows)} rows: ${error?.message ?? 'no reason is known'}`, ...rows].join('\n');
  const sum = `${number(progress.rows)} rows: ${number(result.created)} products made, ${number(result.updated)} changed, ${number(result.unchanged)} as they were, ${number(result.failed)} left out.`;
  if (refused.length === 0) return sum;
  return [sum, 'Refused rows, by their line in the file; correct them and import the file again:', ...rows].join('\n');
}

const row = ({ line, code, message, column, value }: RefusedRow): string =>
  `  line ${line}: ${message} (${[code, column, value === null ? null : JSON.stringify(value)].filter((part) => part !== null).join(', ')})`;

function currencyOf(text: string): string {
  if (!/^[A-Z]{3}$/.test(text)) throw new UsageError(`"${text}" is not a currency code like EUR.`);
  return text;
}
