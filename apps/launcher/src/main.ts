import { EnvironmentError } from '@holdfast/config';
import { parseOptions, USAGE } from './options.js';
import { Refusal } from './refusal.js';
import { start } from './start.js';

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command !== 'start') throw new Refusal('The launcher knows one command: start.');
  const options = parseOptions(args);
  if (options) return start(options);
  console.log(USAGE);
  return 0;
}

function explain(error: unknown): string {
  if (error instanceof Refusal || error instanceof EnvironmentError) return error.message;
  const { code, stack } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC')
    return 'The disk is full. Free some space and start again; nothing stored is lost.';
  if (code === 'EACCES' || code === 'EROFS')
    return `${(error as Error).message}. Choose a folder you may write to: HOLDFAST_DATA_DIR`;
  return stack ?? String(error);
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(explain(error));
    process.exit(1);
  },
);
