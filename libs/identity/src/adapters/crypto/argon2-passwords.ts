import { randomBytes, timingSafeEqual } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PasswordsBusy } from '../../domain/errors.js';
import { normalizedPassword, Passwords } from '../../domain/password.js';
import type { Derivation, Derived } from './argon2-thread.js';

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 passes, 1 lane. Memory in KiB. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** Hashes that wait for their turn; at some 30 to 70 ms each, who comes later would wait for seconds and is told so at once. */
const WAITING_MAX = 40;

const FORM = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Every hash that is made is published here: tests count them. */
export const hashes = channel('holdfast:password-hash');

/** Beside this file, compiled or not. */
const THREAD = new URL(`./argon2-thread${extname(import.meta.url)}`, import.meta.url);
/** In MB; the 19 MiB of a hash are not on the heap. */
const HEAP = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/**
 * Argon2id of Node's own crypto (RFC 9106), one hash after another on a thread of low priority: whatever the storm of logins, the thread
 * that serves checkouts goes first, and 19 MiB are taken.
 */
@Injectable()
export class Argon2Passwords extends Passwords implements OnApplicationShutdown {
  #thread?: Worker;
  readonly #asked = new Map<number, { done: (tag: Buffer) => void; failed: (error: unknown) => void }>();
  #last = 0;

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

  async onApplicationShutdown(): Promise<void> {
    await this.#thread?.terminate();
  }

  /** @throws PasswordsBusy when too many wait already. */
  #derived(password: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
    if (this.#asked.size > WAITING_MAX) return Promise.reject(new PasswordsBusy());
    const id = ++this.#last;
    hashes.publish(id);
    const parameters = { message: normalizedPassword(password), nonce, tagLength, ...cost };
    return new Promise((done, failed) => {
      this.#asked.set(id, { done, failed });
      (this.#thread ??= this.#start()).postMessage({ id, parameters } satisfies Derivation);
    });
  }

  #start(): Worker {
    const thread = new Worker(THREAD, { resourceLimits: HEAP });
    // Nobody waits for a hash when the process is about to end.
    thread.unref();
    thread.on('message', ({ id, tag }: Derived) => {
      this.#asked.get(id)?.done(Buffer.from(tag));
      this.#asked.delete(id);
    });
    thread.on('error', (error) => this.#lost(thread, error));
    thread.on('exit', () => this.#lost(thread, new PasswordsBusy()));
    return thread;
  }

  /** The next hash starts a thread anew. */
  #lost(thread: Worker, error: unknown): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    for (const { failed } of this.#asked.values()) failed(error);
    this.#asked.clear();
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** PHC string format: github.com/P-H-C/phc-string-format. */
const phc = ({ memory, passes, parallelism }: Cost, salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;

function read(hash: string): { cost: Cost; salt: Buffer; tag: Buffer } | undefined {
  const [, memory, passes, parallelism, salt, tag] = FORM.exec(hash) ?? [];
  if (!salt || !tag) return undefined;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return { cost, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') };
}
