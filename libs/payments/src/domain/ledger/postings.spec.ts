import fc from 'fast-check';
import type { Id } from '@holdfast/kernel';
import type { Journal, Transfer } from './journal.js';
import { swapped } from './journal.js';
import { NO_BOOKS, type OrderBooks, type OrderParts, type OrderSold } from './order-books.js';
import { captured, disputeOpened, disputeWon, type GatewayMoney, recognized, refunded } from './postings.js';

const CHECKOUT: Id<'chk'> = 'chk_01h455vb4pex5vsknk084sn02q';
const ORDER = `order:${CHECKOUT}:EUR`;
const CLEARING = 'gateway_clearing:stripe:EUR';
const money = (amount: number): GatewayMoney => ({ id: 'op_1', gateway: 'stripe', currency: 'EUR', amount, checkoutId: CHECKOUT, paymentId: 'pay_01h455vb4pex5vsknk084sn02q' });
const sale = (parts: Partial<OrderParts>): OrderSold => ({
  checkoutId: CHECKOUT, orderId: 'ord_01h455vb4pex5vsknk084sn02q', currency: 'EUR', parts: { goods: 0, discount: 0, shipping: 0, taxes: [], ...parts },
});
const PLAIN = sale({ goods: 1_000 });
/** 100.00 of goods with 10.00 off, 5.00 shipping, 18.05 tax in two jurisdictions: 113.05 in all. */
const RICH = sale({ goods: 10_000, discount: 1_000, shipping: 500, taxes: [{ jurisdiction: 'DE', amount: 1_710 }, { jurisdiction: 'DE-BY', amount: 95 }] });
const sold = (order: OrderSold): OrderBooks => ({ ...NO_BOOKS, sold: order });
const short = (transfers: readonly Transfer[]) => transfers.map(({ debit, credit, amount }) => `${debit} > ${credit} ${amount}`);

describe('postings', () => {
  const all = captured(money(11_305), sold(RICH));
  const half = captured(money(5_000), sold(RICH));

  it.each<[string, Journal | undefined, string[]]>([
    ['a capture for a placed order', captured(money(1_000), sold(PLAIN)).journal, [`${CLEARING} > ${ORDER} 1000`, `${ORDER} > revenue:goods:EUR 1000`]],
    ['a capture without an order', captured(money(1_000), NO_BOOKS).journal, [`${CLEARING} > ${ORDER} 1000`]],
    ['an order placed after its capture', recognized(CHECKOUT, { ...sold(PLAIN), unearned: 1_000 })?.journal, [`${ORDER} > revenue:goods:EUR 1000`]],
    ['an order placed before its capture', recognized(CHECKOUT, sold(PLAIN))?.journal, []],
    ['more captured than sold', captured(money(1_200), sold(PLAIN)).journal, [`${CLEARING} > ${ORDER} 1200`, `${ORDER} > revenue:goods:EUR 1000`]],
    [
      'a capture with everything',
      all.journal,
      [
        `${CLEARING} > ${ORDER} 11305`, `${ORDER} > revenue:goods:EUR 10000`, `discounts:EUR > ${ORDER} 1000`, `${ORDER} > revenue:shipping:EUR 500`,
        `${ORDER} > tax:DE:EUR 1710`, `${ORDER} > tax:DE-BY:EUR 95`,
      ],
    ],
    [
      'a part of it',
      half.journal,
      [
        `${CLEARING} > ${ORDER} 5000`, `${ORDER} > revenue:goods:EUR 4423`, `discounts:EUR > ${ORDER} 442`, `${ORDER} > revenue:shipping:EUR 221`,
        `${ORDER} > tax:DE:EUR 756`, `${ORDER} > tax:DE-BY:EUR 42`,
      ],
    ],
    [
      'a refund of all of it',
      refunded(money(11_305), all.books).journal,
      [
        `revenue:goods:EUR > ${ORDER} 10000`, `${ORDER} > discounts:EUR 1000`, `revenue:shipping:EUR > ${ORDER} 500`,
        `tax:DE:EUR > ${ORDER} 1710`, `tax:DE-BY:EUR > ${ORDER} 95`, `${ORDER} > ${CLEARING} 11305`,
      ],
    ],
    ['a refund of what no order was placed for', refunded(money(1_000), { ...NO_BOOKS, unearned: 1_000 }).journal, [`${ORDER} > ${CLEARING} 1000`]],
    ['a refund of more than was never earned', refunded(money(300), captured(money(1_200), sold(PLAIN)).books).journal, [`revenue:goods:EUR > ${ORDER} 100`, `${ORDER} > ${CLEARING} 300`]],
    ['a refund of what the books do not know', refunded(money(300), { ...NO_BOOKS, unearned: 100 }).journal, [`suspense:EUR > ${ORDER} 200`, `${ORDER} > ${CLEARING} 300`]],
    [
      'a refund where the reversal of a capture left a part with less than nothing', refunded(money(3), { ...sold(RICH), earned: { goods: -2, shipping: 2 } }).journal,
      [`revenue:shipping:EUR > ${ORDER} 2`, `suspense:EUR > ${ORDER} 1`, `${ORDER} > ${CLEARING} 3`],
    ],
    [
      'a capture where the reversal of a refund left a part with more than its own', captured(money(600), { ...sold(sale({ goods: 1_000, shipping: 500 })), earned: { goods: 1_100 } }).journal,
      [`${CLEARING} > ${ORDER} 600`, `${ORDER} > revenue:shipping:EUR 500`],
    ],
    ['a dispute', disputeOpened(money(700)), [`chargebacks:EUR > ${CLEARING} 700`]],
    ['a dispute that was won', disputeWon(money(700)), [`${CLEARING} > chargebacks:EUR 700`]],
  ])('%s', (_, journal, transfers) => {
    expect(short(journal?.transfers ?? [])).toEqual(transfers);
  });

  it('are undone by their swapped transfers', () => {
    expect(balancesOf([...all.journal.transfers, ...swapped(all.journal.transfers)])).toEqual({});
  });
});

/** Credits less debits of every account that does not stand at zero. */
function balancesOf(transfers: readonly Transfer[]): Record<string, number> {
  const balances: Record<string, number> = {};
  for (const { debit, credit, amount } of transfers) {
    balances[debit] = (balances[debit] ?? 0) - amount;
    balances[credit] = (balances[credit] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(balances).filter(([, amount]) => amount !== 0));
}

const PARTS = fc
  .record({ goods: fc.nat(2_000), off: fc.nat(100), shipping: fc.nat(500), taxes: fc.array(fc.nat(300), { maxLength: 3 }) })
  .map(({ goods, off, shipping, taxes }): OrderParts => ({ goods, discount: Math.floor((goods * off) / 100), shipping, taxes: taxes.map((amount, i) => ({ jurisdiction: `J${i}`, amount })) }));
const totalOf = ({ goods, discount, shipping, taxes }: OrderParts): number => goods - discount + shipping + taxes.reduce((sum, { amount }) => sum + amount, 0);

type Step = { readonly kind: 'capture' | 'refund' | 'place' | 'dispute'; readonly share: number };
const STEPS = fc.array(fc.record({ kind: fc.constantFrom<Step['kind']>('capture', 'capture', 'refund', 'place', 'dispute'), share: fc.integer({ min: 1, max: 100 }) }), { maxLength: 25 });

/** What a history of an order books: `place` counts once, no more is captured than the total, no more refunded than captured. */
function history(parts: OrderParts, steps: readonly Step[], toTheEnd: 'kept' | 'given-back' | 'open') {
  const total = totalOf(parts);
  const transfers: Transfer[] = [];
  let [books, taken, given] = [NO_BOOKS, 0, 0];
  const note = (posting: { journal: Journal; books: OrderBooks } | undefined) => {
    if (!posting) return;
    books = posting.books;
    transfers.push(...posting.journal.transfers);
    for (const { amount } of posting.journal.transfers) expect(amount).toBeGreaterThan(0);
    expect(books.unearned).toBeGreaterThanOrEqual(0);
  };
  const capture = (amount: number) => void (amount > 0 && ((taken += amount), note(captured(money(amount), books))));
  const refund = (amount: number) => void (amount > 0 && ((given += amount), note(refunded(money(amount), books))));
  const place = () => {
    if (books.sold) return;
    books = { ...books, sold: sale(parts) };
    note(recognized(CHECKOUT, books));
  };
  for (const { kind, share } of steps) {
    if (kind === 'capture') capture(Math.floor(((total - taken) * share) / 100));
    if (kind === 'refund') refund(Math.floor(((taken - given) * share) / 100));
    if (kind === 'place') place();
    if (kind === 'dispute') transfers.push(...disputeOpened(money(share)).transfers, ...(share % 2 ? disputeWon(money(share)).transfers : []));
  }
  place();
  if (toTheEnd === 'kept') capture(total - taken);
  if (toTheEnd === 'given-back') refund(taken - given);
  return { balances: balancesOf(transfers), kept: taken - given, books };
}

describe('any history of captures, refunds and disputes', () => {
  it('adds up to nothing, and leaves nothing on the account of the order', () => {
    fc.assert(fc.property(PARTS, STEPS, (parts, steps) => {
      const { balances, books } = history(parts, steps, 'open');

      expect(Object.values(balances).reduce((sum, amount) => sum + amount, 0)).toBe(0);
      // What was refunded and captured again may be more than the order sells: never less.
      expect(balances[ORDER] ?? 0).toBe(books.unearned);
    }), { numRuns: 500 });
  });

  it('makes every part whole once all is captured, in whatever pieces', () => {
    fc.assert(fc.property(PARTS, STEPS, (parts, steps) => {
      const { balances } = history(parts, steps.filter(({ kind }) => kind === 'capture' || kind === 'place'), 'kept');

      const expected = { 'revenue:goods:EUR': parts.goods, 'discounts:EUR': 0 - parts.discount, 'revenue:shipping:EUR': parts.shipping, ...Object.fromEntries(parts.taxes.map(({ jurisdiction, amount }) => [`tax:${jurisdiction}:EUR`, amount])) };
      const goodsAreFree = parts.goods === parts.discount;
      for (const [account, amount] of Object.entries(expected)) if (!(goodsAreFree && /goods|discounts/.test(account))) expect([account, balances[account] ?? 0]).toEqual([account, amount + 0]);
      expect(balances[ORDER]).toBeUndefined();
    }), { numRuns: 500 });
  });

  it('leaves nothing anywhere once all is given back, in whatever pieces', () => {
    fc.assert(fc.property(PARTS, STEPS, (parts, steps) => {
      expect(history(parts, steps.filter(({ kind }) => kind !== 'dispute'), 'given-back').balances).toEqual({});
    }), { numRuns: 500 });
  });
});
