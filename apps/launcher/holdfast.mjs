#!/usr/bin/env node
/**
 * `npx holdfast` in a checkout: finds a Node that fits and hands the command line on. It builds nothing, because a command
 * that checks an installation must not change it. Plain JavaScript, because it runs before that Node is known (20.19 on).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, root } from './bootstrap/checkout.mjs';
import { fittingNode } from './bootstrap/node.mjs';

const entry = join(root, 'dist/apps/launcher/src/holdfast.js');

try {
  if (!existsSync(entry)) throw new Refusal('Holdfast is not built here. Build first: npm run build');
  hand(await fittingNode(), ['--enable-source-maps', entry, ...process.argv.slice(2)]);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** Gives the terminal to the command, in the folder it was called from: its signals go through, its end is ours. */
function hand(node, parameters) {
  const child = spawn(node, parameters, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
