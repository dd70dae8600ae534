import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the checkout; every command runs from here. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Where things of this machine are kept that git does not see. */
export const runtimeFolder = resolve(root, '.runtime');

/** A refusal in one sentence for a person; shown without a stack. */
export class Refusal extends Error {}

/** Runs a command to its end and answers its exit code; its output goes where ours goes. */
export function run(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}

/** Runs a command and answers its exit code with all it printed. */
export async function capture(command, args) {
  let output = '';
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const code = await new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (status) => done(status ?? 1));
  });
  return { code, output };
}

/** Runs npm of this machine, under the Node that npm came with. */
export function npm(args, cwd) {
  const windows = process.platform === 'win32';
  return run(windows ? 'npm.cmd' : 'npm', args, { cwd, shell: windows });
}

export const say = (line) => process.stderr.write(`${line}\n`);
