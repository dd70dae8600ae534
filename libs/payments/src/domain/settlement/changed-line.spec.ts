import type { Transfer } from '../ledger/journal.js';
import { type BookedOfLine, changedLine } from './changed-line.js';
import type { KnownLine, SettlementKind } from './settlement-line.js';

const line = (amount: number, fee: number, currency = 'EUR', kind: SettlementKind = 'payment'): KnownLine => ({
  id: 'txn_1', position: 2, kind, type: 'charge', reference: 'ch_1', payment: null, key: null, amount, fee, net: amount - fee, currency, occurredAt: new Date(0), status: 'matched', journalId: null,
});
const booked = (clearing: number, fees: number, currency = 'EUR'): BookedOfLine => ({ currency, clearing, fees });
const short = (transfers: readonly Transfer[] = []) => transfers.map(({ debit, credit, amount }) => `${debit} > ${credit} ${amount}`);
const CLEARING = 'gateway_clearing:stripe:EUR';

describe('a line that says otherwise than before', () => {
  it.each<[string, KnownLine, KnownLine, BookedOfLine[], string | undefined, string[]]>([
    ['of a higher fee', line(1_000, 40), line(1_000, 55), [booked(960, 40)], 'fee', [`fees:EUR > ${CLEARING} 15`]],
    ['of a lower fee', line(1_000, 40), line(1_000, 30), [booked(960, 40)], 'fee', [`${CLEARING} > fees:EUR 10`]],
    ['of less money', line(1_000, 40), line(900, 40), [booked(960, 40)], 'amount', [`suspense:EUR > ${CLEARING} 100`]],
    ['of both', line(1_000, 40), line(1_100, 44), [booked(960, 40)], 'amount', [`${CLEARING} > suspense:EUR 100`, `fees:EUR > ${CLEARING} 4`]],
    [
      'of another currency', line(1_000, 40), line(1_000, 40, 'USD'), [booked(960, 40)], 'currency',
      ['gateway_clearing:stripe:USD > suspense:USD 1000', 'fees:USD > gateway_clearing:stripe:USD 40', `suspense:EUR > ${CLEARING} 1000`, `${CLEARING} > fees:EUR 40`],
    ],
    ['of a payout', line(-500, 0, 'EUR', 'payout'), line(-450, 0, 'EUR', 'payout'), [booked(-500, 0)], 'amount', [`${CLEARING} > bank:EUR 50`]],
    ['of a fee by itself', line(-200, 0, 'EUR', 'fee'), line(-300, 0, 'EUR', 'fee'), [booked(-200, 200)], 'amount', [`fees:EUR > ${CLEARING} 100`]],
    ['once a correction was accepted', line(1_000, 55), line(1_000, 60), [booked(945, 55)], 'fee', [`fees:EUR > ${CLEARING} 5`]],
    ['and is again as it was booked', line(1_000, 55), line(1_000, 40), [booked(960, 40)], undefined, []],
  ])('%s, leads to what the books need to follow it', (_, before, now, holds, field, proposal) => {
    const { difference } = changedLine('stripe', before, now, holds);

    expect([difference?.field, short(difference?.proposal)]).toEqual([field, proposal]);
  });

  it('stays extra while the books know nothing of it', () => {
    const { status, difference } = changedLine('stripe', { ...line(1_000, 40), status: 'extra' }, line(900, 40), []);

    expect([status, difference?.kind, short(difference?.proposal)]).toEqual(['extra', 'extra', [`${CLEARING} > suspense:EUR 900`, `fees:EUR > ${CLEARING} 40`]]);
  });
});
