import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runtimeFolder, say } from './checkout.mjs';

const lock = join(runtimeFolder, 'prepare.lock');

/**
 * Runs `work` while no other command of this checkout installs or builds. Not held in the common
 * case: callers look first whether there is anything to do, and once more inside.
 */
export async function alone(work) {
  mkdirSync(runtimeFolder, { recursive: true });
  for (let told = false; !take(); await sleep(100)) {
    if (told || !isAlive(holder() ?? NaN)) continue;
    say('Another Holdfast command is installing or building here; waiting for it…');
    told = true;
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A hard link appears with its content at once, so nobody ever reads an empty lock. */
function take() {
  const mine = `${lock}-${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const pid = holder();
    if (pid !== undefined && !isAlive(pid)) rmSync(lock, { force: true });
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Undefined when the lock has just been released. */
function holder() {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
