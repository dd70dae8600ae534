import { capture } from './bootstrap/checkout.mjs';

const CHECKS = [
  ['types', 'node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.json', '--noEmit'],
  // Alone: it has to do with browsers, which know nothing of Node.
  ['client', 'node_modules/@typescript/native/bin/tsc', '-p', 'clients/typescript', '--noEmit'],
  ['lint', 'node_modules/oxlint/bin/oxlint'],
  [
    'boundaries',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    'apps',
    'libs',
    'config',
  ],
];

/**
 * Runs every check, also after one has failed: a person wants to see all there is to mend.
 * Answers how many failed.
 */
export async function check(node) {
  let failures = 0;
  for (const [name, ...command] of CHECKS) {
    const began = Date.now();
    const { code, output } = await capture(node, command);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`check ${name.padEnd(10)} ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
    if (code === 0) continue;
    failures += 1;
    console.log(output.trimEnd());
  }
  return failures;
}
