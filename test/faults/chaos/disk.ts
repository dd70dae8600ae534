import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = '768m';
const PIECES = [16 * 1_024 * 1_024, 64 * 1_024, 4_096];

/** A folder with a disk of its own where this machine lets us mount one: it can be filled without harm to others. */
export class Disk {
  private constructor(
    readonly folder: string,
    /** Whether it can be filled. */
    readonly isOwn: boolean,
  ) {}

  static at(folder: string): Disk {
    mkdirSync(folder);
    const isOwn = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', folder]).status === 0;
    // The user that PostgreSQL runs as must be able to write here.
    chmodSync(folder, 0o777);
    return new Disk(folder, isOwn);
  }

  /** Takes all that is left. */
  fill(): void {
    for (const size of PIECES) {
      const piece = Buffer.alloc(size);
      try {
        for (;;) appendFileSync(this.#ballast, piece);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** After whoever wrote there has ended. */
  remove(): void {
    if (this.isOwn) spawnSync('umount', ['-l', this.folder]);
  }

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }
}
