/**
 * The door of every npm script: finds a Node that fits, installs, builds, then starts the command.
 * Plain JavaScript without packages, because it runs before any of these exist (Node 20.19 on).
 */
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { build } from './bootstrap/build.mjs';
import { Refusal, root } from './bootstrap/checkout.mjs';
import { fittingNode } from './bootstrap/node.mjs';
import { installPackages } from './bootstrap/packages.mjs';
import { check } from './checks.mjs';
import { test } from './tests.mjs';

const programs = {
  start: ['dist/apps/launcher/src/main.js', 'start'],
  demo: ['dist/apps/launcher/src/demo.js'],
  bench: ['dist/bench/main.js'],
  prove: ['dist-faults/test/prove/main.js'],
  'build:client': ['clients/typescript/generator/main.mjs'],
};

const [command = '', ...args] = process.argv.slice(2);

try {
  await main();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main() {
  const known = [...Object.keys(programs), 'build', 'check', 'test'];
  if (!known.includes(command)) {
    throw new Refusal(`There is no command "${command}". Choose one of: ${known.join(', ')}.`);
  }
  await installPackages();
  const node = await fittingNode();
  preferOnPath(dirname(node), join(root, 'node_modules/.bin'));
  if (command === 'check') return end(await check(node));
  await build(node);
  // The processes that the proofs and their samples make suffer.
  if (command === 'test' || command === 'prove') await build(node, 'faults');
  if (command === 'test') return end(await test(node, args));
  if (command !== 'build') hand(node, ['--enable-source-maps', ...programs[command], ...args]);
}

/** No setting is read here: the search path is only handed on, so that children find this Node. */
function preferOnPath(...folders) {
  process.env.PATH = [...folders, process.env.PATH].join(delimiter);
}

function end(failures) {
  process.exitCode = failures === 0 ? 0 : 1;
}

/** Gives the terminal to the command: its signals go through, its end is ours. */
function hand(node, parameters) {
  const child = spawn(node, parameters, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.once('close', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
