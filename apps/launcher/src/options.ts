import { parseArgs } from 'node:util';
import { Refusal } from './refusal.js';

export interface StartOptions {
  /** Import the demo catalog into an empty shop. */
  readonly demo: boolean;
  /** A shell command to run once all is ready; the shop stops after it. */
  readonly onceReady: string | undefined;
}

export const USAGE = `Usage: npm start -- [options]

Starts the whole shop: PostgreSQL, API, worker and payment sandbox.

  --no-demo            do not import the demo catalog into an empty shop
  --once-ready 'CMD'   when all is ready run CMD in a shell, then stop and end with its exit status;
                       it sees HOLDFAST_URL, HOLDFAST_ADMIN_KEY, DATABASE_URL and the other settings
  --help               this text

Settings come from the environment, for instance PORT=3100 npm start; .env.example lists them all.`;

/**
 * Reads the command line of \`start\`; undefined when only help is wanted.
 * @throws Refusal for a flag that does not exist.
 */
export function parseOptions(args: readonly string[]): StartOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'no-demo': { type: 'boolean', default: false },
        'once-ready': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return undefined;
    return { demo: !values['no-demo'], onceReady: values['once-ready'] };
  } catch (error) {
    const reason = (error as Error).message.split('. ')[0];
    throw new Refusal(
      `${reason}. The options of start are --no-demo, --once-ready 'CMD' and --help.`,
    );
  }
}
