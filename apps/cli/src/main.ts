import { EnvironmentError, readEnv } from '@holdfast/config';
import { invariants } from './invariants.js';
import { migrate } from './migrate.js';
import { personalData } from './personal-data.js';
import { type Screen, UsageError, verifyAudit } from './verify-audit.js';

const USAGE = `Usage: node dist/apps/cli/src/main.js COMMAND

  migrate                          bring the database of DATABASE_URL to the state this version expects
  audit verify [--head SEQ:HASH]   prove that no entry of the audit log was changed, removed or put in, and, with a head
                                   that an earlier check printed, that none was cut off at the end; ends with 1 if one was
  invariants [ID …]                prove the promise on the live data, however long it takes: ends with 1 if one of the invariants is broken
  personal-data                    print what the database keeps about people, where, why and until when: docs/personal-data.md`;

const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

const screen: Screen = {
  say: write(process.stdout),
  warn: write(process.stderr),
  show: process.stderr.isTTY ? (line) => void process.stderr.write(`\r\u001b[K${line}`) : undefined,
};

/** By the words that name it. Each answers its exit code. */
const commands: Readonly<Record<string, (databaseUrl: string, args: readonly string[]) => Promise<number>>> = {
  'migrate': (databaseUrl) => migrate(databaseUrl, screen.say, readEnv(['HOLDFAST_TEST_MODE']).HOLDFAST_TEST_MODE).then(() => 0),
  'invariants': (databaseUrl, args) => invariants(databaseUrl, args, screen),
  'personal-data': (databaseUrl) => personalData(databaseUrl).then((page) => (process.stdout.write(page), 0)),
  'audit verify': (databaseUrl, args) => verifyAudit(databaseUrl, args, screen),
};

async function main(given: readonly string[]): Promise<number> {
  const name = Object.keys(commands).find((words) => words.split(' ').every((word, at) => given[at] === word));
  if (name) return commands[name]!(readEnv(['DATABASE_URL']).DATABASE_URL, given.slice(name.split(' ').length));
  const isQuestion = given.length === 0 || given[0] === '--help';
  screen.warn(`${isQuestion ? '' : `There is no command "${given.join(' ')}".\n\n`}${USAGE}`);
  return isQuestion ? 0 : 2;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    const isKnown = error instanceof EnvironmentError || error instanceof UsageError;
    screen.warn(isKnown ? error.message : `This failed: ${(error as Error).message}`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
