import TestSequencer from '@jest/test-sequencer';

/** Milliseconds that a spec file takes, as far as its name tells; the first that fits. */
const GUESSES = [
  [/histories\.faults\.spec/, 150_000],
  [/\.faults\.spec/, 60_000],
  [/test\/security\/|crash/, 30_000],
  [/\.e2e\.spec/, 10_000],
  [/test\/architecture\//, 5_000],
];

/**
 * The longest first, so that none hangs on alone at the end. Jest knows how long each took where it ran before; a new
 * checkout goes by the size of a file, and the proofs are small files.
 */
export default class LongestFirst extends TestSequencer {
  time(test) {
    return super.time(test) ?? GUESSES.find(([name]) => name.test(test.path))?.[1] ?? test.context.hasteFS.getSize(test.path) / 10;
  }
}
