import 'reflect-metadata';
import { holdfast } from './program.js';
import { terminal } from './screen.js';

const stopped = new AbortController();
// The first one ends what goes on for ever in order; the second one ends the process.
process.once('SIGINT', () => {
  stopped.abort();
  process.once('SIGINT', () => process.exit(130));
});
process.once('SIGTERM', () => stopped.abort());

const status = await holdfast({ args: process.argv.slice(2), screen: terminal, stopped: stopped.signal });
// Whoever reads from a pipe gets all of it first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(status)));

