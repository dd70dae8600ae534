import { Refusal } from '../apps/launcher/src/refusal.js';
import { bench } from './bench.js';
import { parseOptions, USAGE } from './options.js';

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options) return bench(options);
  console.log(USAGE);
  return 0;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(error instanceof Refusal ? error.message : error.stack);
    process.exit(1);
  },
);
