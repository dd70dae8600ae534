import { randomUUID } from 'node:crypto';
import { ADMIN_KEY } from '../../support/admin-key.js';
import type { FinalReply } from '../../support/http-client.js';
import { BUYER } from '../buyer.js';
import type { Fleet } from '../fleet.js';
import { type Answer, refusal, SKIPPED, type Subject } from './model.js';
import { FIRST_STOCK, type Line, type StockCommand } from './stock-model.js';

interface Opened {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Level = { readonly on_hand: number; readonly reserved: number };

const STAFF = { authorization: `Bearer ${ADMIN_KEY}` };
const TRANSFER = { gateway: 'manual', method: 'transfer' };
export const TTL_SECONDS = 900;

/** Variants of their own in the shop, and the checkouts of each client. */
export class StockSubject implements Subject<StockCommand> {
  readonly #checkouts = new Map<number, Opened[]>();

  private constructor(
    private readonly fleet: Fleet,
    private readonly variants: readonly string[],
  ) {}

  static async open(fleet: Fleet): Promise<StockSubject> {
    return new StockSubject(fleet, [await fleet.variant(FIRST_STOCK), await fleet.variant(FIRST_STOCK)]);
  }

  async ask(command: StockCommand, client: number): Promise<Answer> {
    switch (command.kind) {
      case 'adjust': return this.#adjust(command.lines.map(([at, delta]) => ({ variant_id: this.variants[at], delta })));
      case 'count': return this.#adjust([{ variant_id: this.variants[command.variant], expected_on_hand: command.expected, on_hand: command.counted }]);
      case 'hold': return this.#hold(command.lines, client);
      case 'pay': case 'cancel': return this.#end(command.kind, command.nth, client);
      case 'time passes': return this.fleet.advance(TTL_SECONDS + 1).then(() => ({ status: 200 }));
      // One at a time: two reads see two moments.
      case 'level': return { status: 200, level: await this.#level(this.variants[command.variant]!) };
    }
  }

  async #adjust(adjustments: readonly object[]): Promise<Answer> {
    const reply = await this.fleet.client.untilFinal({ method: 'POST', path: '/v1/admin/stock-adjustments', headers: STAFF, key: randomUUID(), body: { reason: 'counted', adjustments } });
    if (reply.status === 201) return { status: 201, levels: reply.body.levels.map(shown) };
    return { ...refused(reply), conflicts: reply.body.conflicts.map(shown) };
  }

  async #level(variant: string): Promise<readonly number[]> {
    const { data: [level] } = await this.fleet.admin('GET', `/v1/admin/stock-levels?variant=${variant}`);
    return shown(level);
  }

  async #hold(lines: readonly Line[], client: number): Promise<Answer> {
    const cart = await this.fleet.client.good({ method: 'POST', path: '/v1/carts', key: randomUUID(), body: { ...BUYER, lines: lines.map(([at, quantity]) => ({ variant_id: this.variants[at], quantity })) } });
    const headers = { 'holdfast-cart-token': cart.token };
    const reply = await this.fleet.client.untilFinal({ method: 'POST', path: '/v1/checkouts', headers, key: randomUUID(), body: { cart_id: cart.id } });
    if (reply.status !== 201) return { ...refused(reply), missing: reply.body.lines?.map((line: any) => [this.variants.indexOf(line.variant_id), line.requested, line.available]) };
    this.#checkouts.set(client, [...(this.#checkouts.get(client) ?? []), { path: `/v1/checkouts/${reply.body.id}`, headers }]);
    return { status: 201, checkout: reply.body.status };
  }

  async #end(kind: 'pay' | 'cancel', nth: number, client: number): Promise<Answer> {
    const own = this.#checkouts.get(client) ?? [];
    const one = own[nth % own.length];
    if (!one) return SKIPPED;
    const { path, headers } = one;
    const reply = await this.fleet.client.untilFinal(
      kind === 'pay' ? { method: 'POST', path: `${path}/payments`, headers, key: randomUUID(), body: TRANSFER } : { method: 'DELETE', path, headers },
    );
    if (reply.status === 201) return { status: 201, checkout: reply.body.status };
    return reply.status === 204 ? { status: 204 } : refused(reply);
  }
}

const shown = ({ on_hand, reserved }: Level): readonly number[] => [on_hand, reserved];
const refused = ({ status, body }: FinalReply): Answer => refusal(status, body.code);
