import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, Refusal, root, say } from './checkout.mjs';
import { alone } from './lock.mjs';

const wanted = join(root, 'package-lock.json');
const present = join(root, 'node_modules/.package-lock.json');
const stamp = join(root, 'node_modules/.holdfast-stamp');

/** Brings node_modules in line with package-lock.json; does nothing when it already is. */
export async function installPackages() {
  if (isStamped()) return;
  await alone(async () => {
    if (isStamped()) return;
    if (!matches()) await install();
    writeFileSync(stamp, fingerprint());
  });
}

async function install() {
  say('Installing the packages of package-lock.json (once, a minute or less)…');
  // NODE_ENV=production would leave out the compiler.
  const code = await npm(
    ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    root,
  );
  if (code !== 0)
    throw new Refusal('npm ci failed; see its message above, then run the same command again.');
}

/** Packages carry binaries per platform, so a checkout shared between two of them counts as changed. */
function fingerprint() {
  const lock = createHash('sha256').update(readFileSync(wanted)).digest('hex');
  return `${lock} ${process.platform}-${process.arch}\n`;
}

function isStamped() {
  return existsSync(present) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

/** Whether an install made without us (`npm ci`, `npm install`) is what the lock asks for. */
function matches() {
  if (!existsSync(present)) return false;
  // A stamp for another platform: the versions agree, the binaries do not.
  if (existsSync(stamp) && !readFileSync(stamp, 'utf8').endsWith(fingerprint().split(' ')[1]))
    return false;
  const asked = JSON.parse(readFileSync(wanted, 'utf8')).packages;
  const found = JSON.parse(readFileSync(present, 'utf8')).packages;
  const surplus = Object.keys(found).some((name) => asked[name]?.version !== found[name].version);
  const missing = Object.keys(asked).some(
    (name) => name !== '' && !asked[name].optional && !found[name],
  );
  return !surplus && !missing;
}
