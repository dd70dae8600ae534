/** `npm run prove`: what Holdfast promises, tried under faults. */
import { interrupted } from '../../apps/launcher/src/interrupt.js';
import { Refusal } from '../../apps/launcher/src/refusal.js';
import { stopTestServer } from '../support/test-server.js';
import { parseOptions, USAGE } from './options.js';
import { PROOFS } from './proofs.js';
import { prove } from './prove.js';

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args, PROOFS);
  if (!options) {
    console.log(USAGE);
    return 0;
  }
  if (options.list) {
    for (const { name, about } of options.proofs) console.log(`${name.padEnd(18)} ${about}`);
    return 0;
  }
  const stopping = new AbortController();
  const stopped = interrupted(() => process.exit(130)).then(async (status) => {
    stopping.abort();
    await stopTestServer();
    return status;
  });
  return Promise.race([prove(options, stopping.signal), stopped]);
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(error instanceof Refusal ? error.message : error.stack);
    process.exit(1);
  },
);
