import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const CPU = '/sys/fs/cgroup/cpu';
const PERIOD_US = 100_000;
/** A fifth of one processor for all of them together. */
const QUOTA_US = 20_000;

/** Lets processes have hardly any processor time; answers what ends that. */
export async function starve(pids: readonly number[]): Promise<() => Promise<void>> {
  return byQuota(pids) ?? byRivals();
}

/** With a control group (version 1); undefined where there is none that we may make. */
function byQuota(pids: readonly number[]): (() => Promise<void>) | undefined {
  if (!existsSync(join(CPU, 'cpu.cfs_quota_us')) && !existsSync(join(CPU, 'tasks'))) return undefined;
  const home = join(CPU, /^\d+:cpu[^:]*:(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/');
  const group = join(home, `holdfast-chaos-${process.pid}`);
  const move = (to: string): void => {
    for (const pid of pids) if (existsSync(`/proc/${pid}`)) writeFileSync(join(to, 'cgroup.procs'), String(pid));
  };
  try {
    mkdirSync(group, { recursive: true });
    writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD_US));
    writeFileSync(join(group, 'cpu.cfs_quota_us'), String(QUOTA_US));
    move(group);
  } catch {
    if (existsSync(group)) rmdirSync(group);
    return undefined;
  }
  const end = (): void => {
    if (!existsSync(group)) return;
    move(home);
    rmdirSync(group);
  };
  process.once('exit', end);
  return async () => {
    process.off('exit', end);
    end();
  };
}

/** With others that take all they can get. */
async function byRivals(): Promise<() => Promise<void>> {
  const rivals = Array.from({ length: 4 * availableParallelism() }, (): ChildProcess => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  const end = (): void => {
    for (const rival of rivals) rival.kill('SIGKILL');
  };
  process.once('exit', end);
  return async () => {
    process.off('exit', end);
    const ended = rivals.map((rival) => once(rival, 'exit'));
    end();
    await Promise.all(ended);
  };
}
