import { EnvironmentError, readEnv } from '@holdfast/config';
import { migrate } from './migrate.js';

const USAGE = `Usage: node dist/apps/cli/src/main.js COMMAND

  migrate    bring the database of DATABASE_URL to the state this version expects`;

async function main(command: string | undefined): Promise<number> {
  if (command !== 'migrate') {
    process.stderr.write(`${command ? `There is no command "${command}".\n\n` : ''}${USAGE}\n`);
    return command === undefined || command === '--help' ? 0 : 2;
  }
  await migrate(readEnv(['DATABASE_URL']).DATABASE_URL, (line) => process.stdout.write(`${line}\n`));
  return 0;
}

main(process.argv[2]).then(
  (status) => process.exit(status),
  (error: unknown) => {
    const message = error instanceof EnvironmentError ? error.message : `Migrating failed: ${(error as Error).message}`;
    process.stderr.write(`${message}\n`);
    process.exit(1);
  },
);
