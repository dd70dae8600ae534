import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { ADMIN_KEY } from '../../support/admin-key.js';
import type { Model } from './model.js';
import type { Mortal, MortalShop } from './mortal-shop.js';

/** The shop broke its word. */
export class Broken extends Error {}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Its Idempotency-Key. */
  readonly key?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: any;
}

/** A process dies so many milliseconds after a request was sent. */
export interface Crash {
  readonly which: Mortal;
  readonly afterMs: number;
}

/** A request with a key and what it was answered last. */
export interface Keyed {
  readonly call: Call & { readonly key: string };
  answer: Answer;
}

const PATIENCE_MS = 60_000;
export const STAFF = { authorization: `Bearer ${ADMIN_KEY}` } as const;

/** A shopper with one checkout, and the staff that looks after its payments: clients as they should be, who repeat a request until they have a final answer. */
export class History {
  /** What happened, for whoever has to understand it. */
  readonly log: string[] = [];
  /** Every request with a key that was accepted, and its latest answer. */
  readonly accepted: Keyed[] = [];
  /** How often a request of this history lost its answer. */
  cuts = 0;
  checkoutId!: string;
  headers!: Readonly<Record<string, string>>;

  constructor(readonly shop: MortalShop) {}

  /** A new key. */
  key = (): string => randomUUID();

  /** Asks until there is an answer that tells something. Lost answers, 409 `request-in-progress` and 503 are reasons to ask again. */
  async ask(call: Call, crash?: Crash): Promise<Answer> {
    const death = crash && pause(crash.afterMs).then(() => this.shop.crash(crash.which));
    const cutsBefore = this.cuts;
    const answer = await this.#until(call);
    await death;
    const cuts = this.cuts - cutsBefore;
    const of = [call.method, call.path, call.body ? JSON.stringify(call.body) : ''].join(' ').trim();
    const how = [cuts > 0 ? `cut ${cuts}×` : '', crash ? `${crash.which} died after ${crash.afterMs} ms` : ''].filter(Boolean).join(', ');
    this.log.push(`${of} → ${answer.status} ${answer.body?.code ?? answer.body?.status ?? ''}${how ? ` (${how})` : ''}`);
    return answer;
  }

  /** Asks with a key, and remembers what was accepted. */
  async keyed(call: Omit<Call, 'key'>, { crash, key = this.key() }: { readonly crash?: Crash; readonly key?: string } = {}): Promise<Answer & { readonly key: string }> {
    const keyed = { ...call, key };
    const answer = await this.ask(keyed, crash);
    if (answer.status < 300 || isOver(answer)) this.accepted.push({ call: keyed, answer });
    return { ...answer, key };
  }

  /** Repeats a request that was accepted: a final answer stays, byte for byte. */
  async repeat(keyed: Keyed): Promise<Answer> {
    const before = keyed.answer;
    const answer = await this.ask(keyed.call);
    const isFinal = before.status !== 202;
    if (isFinal && (answer.status !== before.status || answer.text !== before.text)) {
      throw new Broken(`A repeat of ${keyed.call.path} with its key was answered ${answer.status} ${answer.text}, and ${before.status} ${before.text} before`);
    }
    if (answer.status >= 300 && !isOver(answer)) throw new Broken(`A repeat of what was accepted is refused: ${answer.status} ${answer.text}`);
    keyed.answer = answer;
    return answer;
  }

  checkout(path = '', method = 'GET'): Promise<Answer> {
    return this.ask({ method, path: `/v1/checkouts/${this.checkoutId}${path}`, headers: this.headers });
  }

  async #until(call: Call): Promise<Answer> {
    const end = Date.now() + PATIENCE_MS;
    let last = 'nothing';
    let isLost = false;
    while (Date.now() < end) {
      const answer = await this.#once(call);
      if (answer && !isTemporary(answer)) return answer;
      last = answer?.text ?? 'nothing';
      if (!answer) {
        isLost = true;
        this.cuts++;
      }
      // The lease of a key outlives a dead process by a minute; nobody here has that long.
      else if (isLost && call.key && answer.status === 409) await this.#leaseEnds(call.key);
      await pause(30);
    }
    throw new Broken(`${call.method} ${call.path} had no final answer within ${PATIENCE_MS / 1_000} s; the last was ${last}`);
  }

  async #once({ method, path, headers, body, key }: Call): Promise<Answer | undefined> {
    try {
      const response = await request(`${this.shop.url}${path}`, {
        method: method as 'GET',
        headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}), ...(key ? { 'idempotency-key': key } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await response.body.text();
      const answer = { status: response.statusCode, text, body: text ? JSON.parse(text) : undefined };
      if (answer.status >= 500 && answer.status !== 503) throw new Broken(`${method} ${path} → ${answer.status} ${text}`);
      return answer;
    } catch (error) {
      if (error instanceof Broken) throw error;
      return undefined;
    }
  }

  async #leaseEnds(key: string): Promise<void> {
    await this.shop.data.query(`update platform.idempotency_keys set locked_until = now() - interval '1 second' where key = $1 and state = 'in_progress'`, [key]);
  }
}

/** The payment came to nothing: it was declined, or its gateway surely was not reached. Both are outcomes that stay. */
export const isOver = ({ status, body }: Answer): boolean => status === 402 || body?.code === 'payment-gateway-unavailable';

const isTemporary = (answer: Answer): boolean => !isOver(answer) && isBusy(answer);
const isBusy = ({ status, body }: Answer): boolean => status === 503 || (status === 409 && body?.code === 'request-in-progress');

/** What fast-check hands to every step. */
export interface Real {
  readonly history: History;
}

export const fail = (what: string, answer: Answer, model: Model): never => {
  throw new Broken(`${what}: ${answer.status} ${answer.text}\nwhile the model was ${JSON.stringify(model, (_, value) => (value instanceof Map ? [...value] : value))}`);
};
