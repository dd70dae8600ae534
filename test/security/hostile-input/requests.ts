import { createHmac, randomBytes } from 'node:crypto';
import { WEBHOOK_SECRET } from '../../support/shop.js';
import type { Callers, Caller } from './callers.js';
import type { Operation } from './document.js';
import type { Sent } from './exchange.js';
import type { KnownThings } from './known.js';
import type { Plan } from './plans.js';
import { Raw, Ref, toJson } from './values.js';

const BOUNDARY = 'boundary-of-the-fuzzer';

/** Makes requests of plans, with what is known by then. */
export class Requests {
  constructor(
    private readonly callers: Callers,
    private readonly known: KnownThings,
    /** The customer whose sequence this is. */
    private readonly own: Caller,
    private readonly sequence: number,
  ) {}

  made(plan: Plan): Sent {
    const { operation, mode, who, what } = plan;
    const caller = mode === 'foreign' ? this.callers.foreign(operation, who) : this.callers.fitting(operation, who, this.own);
    const { path, ids } = this.#address(plan, caller.name);
    const query = plan.query.map(([name, value]) => `${encoded(name)}=${encoded(textOf(this.known.filled(value, caller.name, ids)))}`).join('&');
    const body = this.#body(plan, caller, ids);
    const headers = { ...caller.headers, ...this.#headers(plan, ids, body), ...(body === undefined ? {} : { 'content-type': typeOf(operation, plan) }), ...signed(operation, body) };
    return { sequence: this.sequence, operation, mode, what, caller, method: operation.method, path: query ? `${path}?${query}` : path, headers, ...(body === undefined ? {} : { body }) };
  }

  #address({ operation, path: values }: Plan, who: string): { path: string; ids: string[] } {
    const ids: string[] = [];
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const filled = new Map<string, string>();
    // The inner one first: it tells what it belongs to.
    for (const name of names.toReversed()) {
      const value = values[name];
      if (value instanceof Ref) {
        const parents = [...filled.values()].flatMap((id) => [...this.known.parentsOf(id.split('_')[0]!, id)]);
        const parent = parents.find((id) => id.startsWith(`${value.kind}_`));
        filled.set(name, parent ?? this.known.resolve(value, who));
      } else filled.set(name, value instanceof Raw ? value.text : encoded(String(value)));
      ids.push(filled.get(name)!);
    }
    return { path: operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => filled.get(name)!), ids };
  }

  #body({ operation, body, mode }: Plan, { name }: Caller, ids: readonly string[]): string | undefined {
    if (operation.form) return form(String(body ?? ''));
    if (operation.id === 'GatewayWebhooks_receive') return mode === 'fault' ? '{"id":1' : event();
    if (body === undefined) return undefined;
    return toJson(this.known.filled(body, name, ids));
  }

  #headers({ headers, operation, body }: Plan, ids: readonly string[], sent: string | undefined): Record<string, string> {
    const made: Record<string, string> = {};
    for (const [name, value] of Object.entries(headers)) {
      const text = this.#header(name, value, ids, body, sent);
      if (text !== undefined && name !== 'content-type') made[name.toLowerCase()] = text;
    }
    if (operation.method === 'GET' && made['if-match'] === '') delete made['if-match'];
    return made;
  }

  #header(name: string, value: unknown, ids: readonly string[], body: unknown, sent: string | undefined): string | undefined {
    if (value === undefined || value === 'none') return undefined;
    if (name.startsWith('Holdfast-')) return value === 'wrong' ? 'x'.repeat(43) : value === 'known' ? this.#secret(ids, sent) : value === 'star' ? '*' : String(value);
    if (/^If-(None-)?Match$/.test(name)) return value === 'star' ? '*' : value === 'wrong' ? '"999999"' : value === 'known' ? ids.map((id) => this.known.etagOf(id)).find(Boolean) : String(value);
    return String(value);
  }

  /** Of what is in the address, or of the cart that the body names. */
  #secret(ids: readonly string[], sent: string | undefined): string | undefined {
    const named = /"(cart_[0-9a-z]{26})"/.exec(sent ?? '')?.[1];
    return ids.map((id) => this.known.secretOf(id)).find(Boolean) ?? this.known.secretOf(named);
  }
}

/** Percent-encoded; halves of surrogate pairs as the bytes that careless programs write for them. */
const encoded = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\u0001')).replaceAll('%01', '%ED%A0%80');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : toJson(value));

function typeOf({ form, json }: Operation, { headers }: Plan): string {
  const given = headers['content-type'];
  if (typeof given === 'string') return given;
  return form && !json ? `multipart/form-data; boundary=${BOUNDARY}` : 'application/json';
}

const form = (content: string): string =>
  [`--${BOUNDARY}`, 'content-disposition: form-data; name="file"; filename="a.csv"', 'content-type: text/csv', '', content, `--${BOUNDARY}--`, ''].join('\r\n');

/** An event as the gateway sends it, about nothing that the shop knows. */
const event = (): string =>
  JSON.stringify({ id: `evt_${randomBytes(8).toString('hex')}`, object: 'event', api_version: '2026-10-28.endive', created: Math.floor(Date.now() / 1_000), livemode: false, type: 'payment_intent.succeeded', data: { object: { id: `pi_${randomBytes(8).toString('hex')}`, object: 'payment_intent', amount: 1, currency: 'eur' } } });

function signed({ id }: Operation, body: string | undefined): Record<string, string> {
  if (id !== 'GatewayWebhooks_receive' || body === undefined) return {};
  const time = Math.floor(Date.now() / 1_000);
  return { 'stripe-signature': `t=${time},v1=${createHmac('sha256', WEBHOOK_SECRET).update(`${time}.${body}`).digest('hex')}` };
}
