import { TOTP } from 'otpauth';
import { Raw, Ref } from './values.js';

/** An id that an answer told, and what is known of it. */
interface Known {
  readonly id: string;
  /** Ids of what it was found in. */
  readonly parents: ReadonlySet<string>;
  /** Who was told. */
  readonly who: string;
}

const ID = /^([a-z]+)_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
/** Where nothing is known of a kind: ids that name nothing, and texts that are none of ours. */
const missing = (kind: string, pick: number): string =>
  ({ email: `nobody-${pick}@example.com`, handle: 'nothing', account: 'chargebacks:XXX', cursor: 'eyJ4IjoxfQ', totp: '123456', secret: 'x'.repeat(43), refresh: 'x'.repeat(43), recovery: 'aaaaa-bbbbb' })[kind] ?? `${kind}_01h455vb4pex5vsknk084sn0${'0123456789'[pick % 10]}q`;

/** What a sequence of requests has learned from the answers, so that later ones speak of things that are there. */
export class KnownThings {
  readonly #byKind = new Map<string, Known[]>();
  readonly #secrets = new Map<string, string>();
  readonly #etags = new Map<string, string>();

  /** @param common What everybody knows from the start; it stays as it is. @param untouchable Ids that nobody is to name: the run itself needs them. */
  constructor(
    private readonly common?: KnownThings,
    private readonly untouchable: ReadonlySet<string> = new Set(),
  ) {}

  add(kind: string, id: string, who = '', parents: ReadonlySet<string> = new Set()): void {
    const list = this.#byKind.get(kind) ?? [];
    this.#byKind.set(kind, list);
    if (!list.some((known) => known.id === id)) list.push({ id, parents, who });
    if (list.length > 60) list.shift();
  }

  keep(id: string, secret: string): void {
    this.#secrets.set(id, secret);
  }

  secretOf(id: string | undefined): string | undefined {
    return id === undefined ? undefined : (this.#secrets.get(id) ?? this.common?.secretOf(id));
  }

  keepEtag(id: string, etag: string): void {
    this.#etags.set(id, etag);
  }

  etagOf(id: string): string | undefined {
    return this.#etags.get(id) ?? this.common?.etagOf(id);
  }

  /** The id that a reference stands for. `about` are the ids in the address: what belongs to them, and then what the caller was told, comes first. */
  resolve({ kind, pick }: Ref, who: string, about: readonly string[] = []): string {
    if (kind === 'secret') return about.map((id) => this.secretOf(id)).find(Boolean) ?? missing(kind, pick);
    if (kind === 'totp') return this.#code(about);
    const all = this.of(kind);
    const near = narrowed(narrowed(all, ({ parents }) => about.some((id) => parents.has(id))), (known) => known.who === who);
    const recent = near.slice(-6);
    return recent.length === 0 ? missing(kind, pick) : recent[recent.length - 1 - (pick % recent.length)]!.id;
  }

  of(kind: string): readonly Known[] {
    return [...(this.common?.of(kind) ?? []), ...(this.#byKind.get(kind) ?? [])];
  }

  /** The things that a thing was found in: the cart of a line. */
  parentsOf(kind: string, id: string): ReadonlySet<string> {
    return this.of(kind).find((known) => known.id === id)?.parents ?? new Set();
  }

  /** Reads the ids, secrets and cursors of an answer. `token`: the secret with which was asked, which opens what was told as well. */
  learn(body: unknown, who: string, token?: string, parents: ReadonlySet<string> = new Set()): void {
    if (Array.isArray(body)) return body.slice(0, 30).forEach((item) => this.learn(item, who, token, parents));
    if (body === null || typeof body !== 'object') return;
    const object = body as Record<string, unknown>;
    const inside = typeof object['id'] === 'string' ? new Set([...parents, object['id']]) : parents;
    for (const [name, value] of Object.entries(object)) {
      if (typeof value !== 'string') this.learn(value, who, token, inside);
      else this.#learnText(name, value, who, parents, token);
    }
    this.#learnSecret(object);
  }

  #learnText(name: string, value: string, who: string, parents: ReadonlySet<string>, token: string | undefined): void {
    const kind = ID.exec(value)?.[1] ?? OTHERS[name];
    if (!kind || this.untouchable.has(value) || value.length > 1_000) return;
    this.add(kind, value, who, parents);
    if (token && /^(cart|chk)_/.test(value) && !this.#secrets.has(value)) this.keep(value, token);
  }

  #learnSecret(object: Record<string, unknown>): void {
    const id = object['id'] ?? object['challenge_id'];
    const secret = object['token'] ?? object['secret'] ?? object['challenge_secret'];
    if (typeof id === 'string' && typeof secret === 'string') this.keep(id, secret);
    // Mails name what is to be confirmed, and its secret.
    for (const value of Object.values(object)) {
      if (typeof value !== 'string' || !/token/i.test(value)) continue;
      const [link] = /\b[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}\b/.exec(value) ?? [];
      const [, token] = /token[=:/ ]+([\w-]{43})/i.exec(value) ?? [];
      if (!link || !token) continue;
      this.keep(link, token);
      this.add(link.slice(0, 3), link);
    }
  }

  #code(about: readonly string[]): string {
    const secret = about.map((id) => this.secretOf(id)).find((text) => text && /^[A-Z2-7]{16,}$/.test(text));
    return secret ? new TOTP({ secret }).generate() : '123456';
  }

  /** The value with every reference in it resolved. */
  filled(value: unknown, who: string, about: readonly string[]): unknown {
    if (value instanceof Ref) return this.resolve(value, who, about);
    if (value instanceof Raw || value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item) => this.filled(item, who, about));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.filled(item, who, about)]));
  }
}

/** Texts other than ids that later requests can use, by the field that tells them. */
const OTHERS: Readonly<Record<string, string>> = { next_cursor: 'cursor', handle: 'handle', code: 'account', refresh_token: 'refresh' };

const narrowed = <T>(all: readonly T[], fits: (one: T) => boolean): readonly T[] => {
  const some = all.filter(fits);
  return some.length > 0 ? some : all;
};
