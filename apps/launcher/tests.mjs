import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './bootstrap/checkout.mjs';
import { check } from './checks.mjs';

/** Decides what samples of the proofs try: a suite that is run again tries the same. `npm run prove` looks further, and `--seed=N` elsewhere. */
const SEED = 1;

/** Checks, then jest; the last line on stdout is the sum. Answers how many failed. */
export async function test(node, args) {
  const checksFailed = await check(node);
  if (args.length > 0)
    console.log(`jest runs only: ${args.join(' ')} (the checks above ran whole)`);
  const result = await jest(node, args);
  const failed = checksFailed + result.failed;
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  console.log(`${result.passed} passed, ${failed} failed${skipped}`);
  return failed;
}

async function jest(node, args) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-jest-'));
  const file = join(folder, 'result.json');
  try {
    const code = await run(
      node,
      [
        'node_modules/jest/bin/jest.js',
        '--json',
        `--outputFile=${file}`,
        ...(args.some((arg) => arg.startsWith('--seed')) ? [] : [`--seed=${SEED}`]),
        ...args,
      ],
      { stdio: ['inherit', 'ignore', 'inherit'] },
    );
    return tally(file, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Jest's own count; a run that went wrong is at least one failure, whatever jest counted. */
function tally(file, code) {
  let result;
  try {
    result = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: code === 0 ? failed : Math.max(failed, 1),
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
