import { spawn } from 'node:child_process';

/** Servers first, then what is mounted, then the folder itself. */
const SCRIPT = `read line; test -d "$1" || exit 0
for file in "$1"/*/postmaster.pid "$1"/*/*/postmaster.pid; do test -f "$file" && { read pid < "$file"; kill -CONT "$pid"; kill -QUIT "$pid"; }; done
sleep 1
while read device place rest; do case "$place" in "$1"/*) umount -l "$place";; esac; done < /proc/mounts
rm -rf "$1"`;

/**
 * Whoever is killed or interrupted tears nothing down: a shell waits for that, ends the PostgreSQL servers whose data are below
 * `folder`, unmounts what is mounted below it, and removes it.
 */
export function sweepAfterCrash(folder: string): void {
  if (process.platform === 'win32') return;
  const sweeper = spawn('sh', ['-c', SCRIPT, 'sh', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  sweeper.unref();
  (sweeper.stdin as unknown as { unref(): void }).unref();
}
