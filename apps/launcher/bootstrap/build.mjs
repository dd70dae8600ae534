import { join } from 'node:path';
import { Refusal, root, run } from './checkout.mjs';
import { alone } from './lock.mjs';
import { plan } from './sources.mjs';

/** Compiles what changed since the last build of a variant. */
export async function build(node, variant = 'shipped') {
  if (plan(variant).isEmpty) return;
  await alone(async () => {
    // In its own process: the compiler must be loaded by the Node that we chose.
    const code = await run(node, [join(root, 'apps/launcher/bootstrap/compile.mjs'), variant]);
    if (code !== 0) throw new Refusal('The build failed; see above.');
  });
}
