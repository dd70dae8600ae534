import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { runs } from './alive.js';
import { Refusal } from './refusal.js';

/** What this installation must keep for itself; losing it makes stored data unreadable. */
export interface Secrets {
  readonly secret: string;
  readonly postgresPassword: string;
  readonly adminKey: string;
}

/** The folder that holds all that one installation of `npm start` owns. */
export class DataDirectory {
  readonly path: string;
  readonly logs: string;
  readonly postgres: string;
  readonly #lock: string;
  readonly #told: string;

  constructor(path: string) {
    this.path = resolve(path);
    this.logs = join(this.path, 'logs');
    this.postgres = join(this.path, 'postgres');
    this.#lock = join(this.path, 'launcher.lock');
    this.#told = join(this.path, 'running.json');
  }

  /**
   * Makes the folder and takes it for this process; a lock whose process is gone is taken over.
   * @throws Refusal when another launcher works in it.
   */
  take(): void {
    mkdirSync(this.logs, { recursive: true });
    const mine = `${this.#lock}.${process.pid}`;
    writeFileSync(mine, String(process.pid));
    try {
      if (this.#link(mine)) return;
      const holder = Number(readFileSync(this.#lock, 'utf8'));
      if (!runs(holder, 'launcher')) {
        rmSync(this.#lock, { force: true });
        if (this.#link(mine)) return;
      }
      throw new Refusal(
        `Holdfast already runs on ${this.path} (process ${holder}). Stop it first, or use another folder: ` +
          'HOLDFAST_DATA_DIR=var2 PORT=3100 npm start',
      );
    } finally {
      rmSync(mine, { force: true });
    }
  }

  release(): void {
    rmSync(this.#told, { force: true });
    rmSync(this.#lock, { force: true });
  }

  /** Leaves the settings of what runs here to commands that are started beside it; some are secrets. */
  tell(settings: Readonly<Record<string, string>>): void {
    writeWhole(this.#told, JSON.stringify(settings));
  }

  /** The settings of the launcher that runs here; undefined when none does. */
  running(): Readonly<Record<string, string>> | undefined {
    if (!existsSync(this.#lock) || !existsSync(this.#told)) return undefined;
    if (!runs(Number(readFileSync(this.#lock, 'utf8')), 'launcher')) return undefined;
    return JSON.parse(readFileSync(this.#told, 'utf8')) as Record<string, string>;
  }

  /** The secrets of this installation, made on the first start. */
  secrets(): Secrets {
    const file = join(this.path, 'secrets.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
    if (existsSync(this.postgres)) {
      throw new Refusal(
        `${file} is gone, and the data in ${this.postgres} needs it. Put it back, or remove ${this.path} to start empty.`,
      );
    }
    const random = (): string => randomBytes(32).toString('base64url');
    const secrets = { secret: random(), postgresPassword: random(), adminKey: `sk_${random()}` };
    writeWhole(file, `${JSON.stringify(secrets, undefined, 2)}\n`);
    return secrets;
  }

  /** Whether something that is done once has been done in this installation. */
  isMarked(name: string): boolean {
    return existsSync(join(this.path, `${name}.done`));
  }

  mark(name: string): void {
    writeFileSync(join(this.path, `${name}.done`), '');
  }

  /** A hard link appears with its content at once, so nobody ever reads an empty lock. */
  #link(mine: string): boolean {
    try {
      linkSync(mine, this.#lock);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    }
  }
}

/** On disk before it has its name: secrets must not be lost where the data they belong to is kept. */
function writeWhole(file: string, content: string): void {
  const draft = `${file}.new`;
  const descriptor = openSync(draft, 'w', 0o600);
  writeFileSync(descriptor, content);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
}
