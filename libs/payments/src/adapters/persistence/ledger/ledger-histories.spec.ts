import fc from 'fast-check';
import { CommandBus } from '@nestjs/cqrs';
import { type Id, newId, toId, toUuid, UnitOfWork } from '@holdfast/kernel';
import { Shop } from '../../../../../../test/support/shop.js';
import { sql } from '../../../../../../test/support/sql.js';
import { BookDisputes } from '../../../application/ledger/book-disputes.js';
import { Bookkeeper } from '../../../application/ledger/bookkeeper.js';
import { ReverseJournal } from '../../../application/ledger/reverse-journal.js';
import type { Journal } from '../../../domain/ledger/journal.js';
import { Journals } from '../../../domain/ledger/journals.js';
import { BooksWouldNotHold, JournalReversed } from '../../../domain/ledger/ledger-errors.js';
import type { OrderParts, OrderSold } from '../../../domain/ledger/order-books.js';
import type { PaymentChange } from '../../../payments.js';
import { LEDGER_INVARIANTS } from './ledger-invariants.js';

/** 100.00 of goods with 10.00 off, 5.00 shipping, taxes of two jurisdictions: 113.05 in all. */
const RICH: OrderParts = { goods: 10_000, discount: 1_000, shipping: 500, taxes: [{ jurisdiction: 'DE', amount: 1_710 }, { jurisdiction: 'DE-BY', amount: 95 }] };
const TOTAL = 11_305;
const GATEWAY = { gateway: 'stripe', currency: 'EUR' } as const;

type Step = { readonly kind: 'capture' | 'refund' | 'dispute' | 'win' | 'fee' | 'payout' | 'reverse'; readonly share: number };
const STEPS = fc.array(
  fc.record({ kind: fc.constantFrom<Step['kind']>('capture', 'capture', 'refund', 'refund', 'dispute', 'win', 'fee', 'payout', 'reverse'), share: fc.integer({ min: 1, max: 100 }) }),
  { minLength: 3, maxLength: 9 },
);

/** What a reversal may be refused for. */
function refused(error: unknown): void {
  if (!(error instanceof BooksWouldNotHold) && !(error instanceof JournalReversed)) throw error;
}

describe('the books of an order with goods, a discount, shipping and taxes, in PostgreSQL', () => {
  let shop: Shop;
  let work: UnitOfWork;
  beforeAll(async () => {
    shop = await Shop.open();
    work = shop.app.get(UnitOfWork, { strict: false });
  });
  afterAll(() => shop.close());

  const changed = (checkoutId: Id<'chk'>, kind: 'authorize' | 'capture' | 'refund', amount: number): PaymentChange => {
    const operationId = newId('op');
    return {
      ...GATEWAY, checkoutId, paymentId: newId('pay'), operationId, kind, amount, state: 'succeeded', moved: [{ operationId, kind, amount }], code: null, notSent: false, insteadBegan: null,
      status: 'captured', authorized: TOTAL, captured: amount, nextAction: null, requestId: undefined,
    };
  };
  const book = (change: PaymentChange, sold: OrderSold[] = []) => work.run(() => shop.app.get(Bookkeeper, { strict: false }).book([change], sold));
  const placed = async (): Promise<Id<'chk'>> => {
    const checkoutId = newId('chk');
    await book(changed(checkoutId, 'authorize', TOTAL), [{ checkoutId, orderId: newId('ord'), currency: 'EUR', parts: RICH }]);
    return checkoutId;
  };
  /** Credits less debits of each account by the journals of a checkout that does not stand at zero. */
  const balances = async (checkoutId: Id<'chk'>): Promise<Record<string, number>> => {
    const rows = await sql<{ account: string; amount: number }>(
      shop.database.url,
      `select l.account, sum(l.amount)::int as amount from payments.ledger_journals j join payments.ledger_transfers t on t.journal_id = j.id
        cross join lateral (values (t.credit, t.amount), (t.debit, -t.amount)) as l(account, amount) where j.checkout_id = $1 group by 1 having sum(l.amount) <> 0`,
      [toUuid(checkoutId)],
    );
    return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]));
  };
  const held = async (checkoutId: Id<'chk'>): Promise<number> => {
    const [row] = await sql<{ balance: number }>(shop.database.url, 'select balance::int from payments.ledger_accounts where code = $1', [`order:${checkoutId}:EUR`]);
    return row?.balance ?? 0;
  };
  const reported = (kind: 'fee' | 'payout', amount: number): Journal => ({
    id: newId('jrn'), kind, ref: newId('req'), transfers: [{ debit: kind === 'fee' ? 'fees:EUR' : 'bank:EUR', credit: 'gateway_clearing:stripe:EUR', amount, leg: kind }],
  });

  const EARNED = {
    'gateway_clearing:stripe:EUR': 0 - TOTAL, 'revenue:goods:EUR': 10_000, 'discounts:EUR': -1_000, 'revenue:shipping:EUR': 500, 'tax:DE:EUR': 1_710, 'tax:DE-BY:EUR': 95,
  };

  it('have every part of it once it is captured, whatever the pieces', async () => {
    const pieces = [[TOTAL], [5_000, TOTAL - 5_000], [1, 3_333, 3_333, TOTAL - 6_667]];
    for (const amounts of pieces) {
      const checkout = await placed();
      for (const amount of amounts) await book(changed(checkout, 'capture', amount));

      expect(await balances(checkout)).toEqual(EARNED);
      for (const amount of amounts.toReversed()) await book(changed(checkout, 'refund', amount));
      expect(await balances(checkout)).toEqual({});
    }
  });

  it('take back of each part what belongs to a refund, and list it for the order and for the payment', async () => {
    const checkout = await placed();
    const capture = changed(checkout, 'capture', TOTAL);
    await book(capture);
    await book({ ...changed(checkout, 'refund', 1_131), paymentId: capture.paymentId });
    const [{ order_id: order }] = (await sql(shop.database.url, 'select order_id from payments.ledger_orders where checkout_id = $1', [toUuid(checkout)])) as [any];
    const legs = async (query: string) => (await shop.admin('GET', `/v1/admin/ledger/journals?${query}`)).body.data[0].transfers.map(({ leg, amount }: any) => [leg, amount.amount]);

    expect(await legs(`order=${toId('ord', order)}`)).toEqual([['goods', 1_000], ['discount', 100], ['shipping', 50], ['tax:DE', 171], ['tax:DE-BY', 10], ['gateway', 1_131]]);
    expect(await legs(`payment=${capture.paymentId}&kind=refund`)).toEqual(await legs(`order=${toId('ord', order)}`));
  });

  it('stay true in every history of captures, refunds, disputes, fees, payouts and reversals', async () => {
    await fc.assert(fc.asyncProperty(STEPS, async (steps) => {
      const checkout = await placed();
      let [taken, given, disputed] = [0, 0, undefined as string | undefined];
      const perform: Record<Step['kind'], (share: number) => Promise<unknown>> = {
        capture: async (share) => {
          const amount = Math.ceil(((TOTAL - taken) * share) / 100);
          if (amount > 0) await book(changed(checkout, 'capture', ((taken += amount), amount)));
        },
        refund: async (share) => {
          const amount = Math.ceil(((taken - given) * share) / 100);
          if (amount > 0) await book(changed(checkout, 'refund', ((given += amount), amount)));
        },
        dispute: async (share) => dispute((disputed = newId('dsp')), 'opened', share),
        win: async (share) => disputed && dispute(disputed, 'won', share),
        fee: async (share) => work.run(() => shop.app.get(Journals, { strict: false }).post([reported('fee', share)])),
        payout: async (share) => work.run(() => shop.app.get(Journals, { strict: false }).post([reported('payout', share)])),
        reverse: async (share) => {
          const rows = await sql(shop.database.url, 'select id from payments.ledger_journals where checkout_id = $1 order by id', [toUuid(checkout)]);
          const row = rows[share % Math.max(1, rows.length)];
          if (row) await shop.app.get(CommandBus, { strict: false }).execute(new ReverseJournal(toId('jrn', row['id']), 'A history of a spec.')).catch(refused);
        },
      };
      const dispute = (disputeId: string, change: 'opened' | 'won', amount: number) =>
        work.run(() => shop.app.get(BookDisputes, { strict: false }).disputesChanged([{ ...GATEWAY, disputeId, change, amount, checkoutId: checkout, paymentId: newId('pay') } as never]));
      for (const { kind, share } of steps) {
        await perform[kind](share);
        expect(await held(checkout)).toBeGreaterThanOrEqual(0);
      }

      const stand = await balances(checkout);
      expect(Object.values(stand).reduce((sum, amount) => sum + amount, 0)).toBe(0);
      expect(stand[`order:${checkout}:EUR`] ?? 0).toBe(await held(checkout));
    }), { numRuns: 25 });

    const I14 = LEDGER_INVARIANTS.find(({ id }) => id === 'I14')!;
    expect(await sql(shop.database.url, I14.sql)).toEqual([]);
    expect(await sql(shop.database.url, `select code from payments.ledger_accounts where code like 'rounding:%'`)).toEqual([]);
  });
});
