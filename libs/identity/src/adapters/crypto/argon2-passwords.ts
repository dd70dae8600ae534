import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { PasswordsBusy } from '../../domain/errors.js';
import { normalizedPassword, Passwords } from '../../domain/password.js';

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 passes, 1 lane. Memory in KiB. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** Hashes at the same time: one core may be busy with them and 19 MiB be taken, whatever the storm of logins. */
const AT_ONCE = 1;
/** Hashes that wait for their turn; at some 30 to 70 ms each, who comes later would wait for seconds and is told so at once. */
const WAITING_MAX = 40;

const FORM = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

const derive = promisify(argon2);

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** Argon2id of Node's own crypto (RFC 9106), in its thread pool. */
@Injectable()
export class Argon2Passwords extends Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return phc(COST, salt, await this.#derived(password, salt, COST, TAG_BYTES));
  }

  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const kept = hash === undefined ? undefined : read(hash);
    const { cost, salt, tag } = kept ?? { cost: COST, salt: Buffer.alloc(SALT_BYTES), tag: Buffer.alloc(TAG_BYTES) };
    const same = timingSafeEqual(await this.#derived(password, salt, cost, tag.length), tag);
    return same && kept !== undefined;
  }

  isOutdated(hash: string): boolean {
    const kept = read(hash);
    return !kept || kept.cost.memory < COST.memory || kept.cost.passes < COST.passes;
  }

  async #derived(password: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
    await this.#turn();
    try {
      return await derive('argon2id', { message: normalizedPassword(password), nonce, tagLength, ...cost });
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  /** @throws PasswordsBusy when too many wait already. */
  async #turn(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running++;
      return;
    }
    if (this.#waiting.length >= WAITING_MAX) throw new PasswordsBusy();
    await new Promise<void>((go) => this.#waiting.push(go));
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** PHC string format: github.com/P-H-C/phc-string-format. */
const phc = ({ memory, passes, parallelism }: Cost, salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;

function read(hash: string): { cost: Cost; salt: Buffer; tag: Buffer } | undefined {
  const [, memory, passes, parallelism, salt, tag] = FORM.exec(hash) ?? [];
  if (!salt || !tag) return undefined;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return { cost, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') };
}
