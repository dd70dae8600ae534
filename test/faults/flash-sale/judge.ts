import { toUuid } from '@holdfast/kernel';
import { sql } from '../../support/sql.js';
import type { Fleet } from '../fleet.js';
import type { Outcome } from './buyers.js';

interface Sold {
  readonly variant: string;
  readonly stock: number;
  readonly price: number;
  /** How many meant to pay. */
  readonly payers: number;
}

/** What a sale broke of what was promised, in words: by what the clients were told, by the shop's tables, and by the sandbox's own books. */
export async function brokenPromises(fleet: Fleet, sold: Sold, outcomes: readonly Outcome[]): Promise<string[]> {
  return [
    ...counts(sold, outcomes),
    ...(await stockOf(fleet, sold, outcomes)),
    ...(await acknowledged(fleet, outcomes)),
    ...(await money(fleet, sold, outcomes)),
    ...(await fleet.brokenInvariants()),
  ];
}

const soldOf = (outcomes: readonly Outcome[]): Outcome[] => outcomes.filter(({ kind }) => kind === 'sold');
const unless = (holds: boolean, what: string): string[] => (holds ? [] : [what]);

function counts({ stock, payers }: Sold, outcomes: readonly Outcome[]): string[] {
  const [sold, wanted] = [soldOf(outcomes).length, Math.min(stock, payers)];
  const strange = outcomes.filter(({ kind }) => kind === 'strange').map(({ reply: { status, body } }) => `answered ${status} ${JSON.stringify(body)}`);
  return [
    ...new Set(strange),
    ...unless(sold <= wanted, `oversold: ${sold} were sold, of ${stock} for ${payers}`),
    ...unless(sold >= wanted, `undersold: ${sold} were sold, of ${stock} for ${payers}`),
  ];
}

/** What is reserved is what was sold, and the rest is free. */
async function stockOf(fleet: Fleet, { variant, stock }: Sold, outcomes: readonly Outcome[]): Promise<string[]> {
  const [level] = await sql<{ on_hand: number; allocated: number }>(
    fleet.database.url,
    `select l.on_hand, (select coalesce(sum(quantity), 0)::int from inventory.holds h where h.variant_id = l.variant_id and status = 'allocated') as allocated
       from inventory.levels l where l.variant_id = $1`,
    [toUuid(variant)],
  );
  const sold = soldOf(outcomes).length;
  return [
    ...unless(level!.on_hand === stock, `${level!.on_hand} are on hand, of ${stock}`),
    ...unless(level!.allocated === sold, `${level!.allocated} are allocated to orders, and ${sold} were sold`),
  ];
}

/** Every order that a client was told of is there, once, and there is none that nobody was told of. */
async function acknowledged(fleet: Fleet, outcomes: readonly Outcome[]): Promise<string[]> {
  const told = soldOf(outcomes).map(({ reply: { body } }) => toUuid(body.order.id));
  const there = new Set((await sql<{ id: string }>(fleet.database.url, 'select id from ordering.orders')).map(({ id }) => id));
  const missing = told.filter((id) => !there.has(id));
  return [
    ...missing.map((id) => `the order ${id} was answered with 201 and is not there`),
    ...unless(new Set(told).size === told.length, 'two buyers were told of one order'),
    ...unless(there.size === told.length, `there are ${there.size} orders, and ${told.length} were answered`),
  ];
}

/** The sandbox charged each order once, in full, and nobody else. */
async function money(fleet: Fleet, { price }: Sold, outcomes: readonly Outcome[]): Promise<string[]> {
  const books = await fleet.books();
  const bought = new Set(soldOf(outcomes).map(({ reply: { body } }) => body.id as string));
  const wrong = [...bought].filter((checkout) => {
    const { captured = 0, refunded = 0, charges = 0 } = books.get(checkout) ?? {};
    return captured !== price || refunded !== 0 || charges !== 1;
  });
  const others = [...books].filter(([checkout, { captured, refunded }]) => !bought.has(checkout) && captured !== refunded);
  return [
    ...wrong.map((checkout) => `${checkout} became an order, and the gateway's books say ${JSON.stringify(books.get(checkout))}`),
    ...others.map(([checkout, sum]) => `${checkout} became no order, and the gateway's books say ${JSON.stringify(sum)}`),
  ];
}
