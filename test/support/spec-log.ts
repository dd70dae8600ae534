import type { DestinationStream, Logger } from 'pino';
import { createLogger } from '@holdfast/platform';
import { LogScan } from './card-scan.js';

/** What the shops of this spec log: looked at for card numbers, told with the database that is dropped next. */
export const SPEC_LOG = new LogScan('the log of the spec');

/** A logger that says everything, to nobody but the search for card numbers, and to `also`. */
export const specLogger = (also?: DestinationStream): Logger =>
  createLogger('debug', 'test', { write: (line: string) => void (SPEC_LOG.write(line), also?.write(line)) });

/** Takes what a process prints in the same way. */
export const printed = (chunk: unknown): void => void SPEC_LOG.write(chunk);
