import { newId } from '@holdfast/kernel';
import type { Transfer } from '../ledger/journal.js';
import { type BookedOfLine, changedLine, isChanged } from './changed-line.js';
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

  it.each<[string, KnownLine, boolean]>([
    ['its money', line(999, 40), true], ['its fee', line(1_000, 41), true], ['its currency', line(1_000, 40, 'USD'), true],
    ['nothing', line(1_000, 40), false], ['its place in the file', { ...line(1_000, 40), position: 9 }, false],
  ])('is another one or not, by %s', (_, now, changed) => expect(isChanged(line(1_000, 40), now)).toBe(changed));

  it('shows both sides of what changed, and which journal it was matched with', () => {
    const journalId = newId('jrn');
    const before = { ...line(1_000, 40), journalId };

    expect(changedLine('stripe', before, line(1_000, 55), [booked(960, 40)])).toMatchObject({
      status: 'differing', difference: { kind: 'changed', lineId: 'txn_1', journalId, ours: { amount: 40, currency: 'EUR' }, theirs: { amount: 55, currency: 'EUR' } },
    });
    expect(changedLine('stripe', before, line(900, 55), [booked(960, 40)]).difference).toMatchObject({ field: 'amount', ours: { amount: 1_000, currency: 'EUR' }, theirs: { amount: 900, currency: 'EUR' } });
    expect(changedLine('stripe', before, line(900, 40), [booked(960, 40)]).difference?.proposal.map(({ leg }) => leg)).toEqual(['unexplained:EUR']);
    expect(changedLine('stripe', before, line(1_000, 55), [booked(960, 40)]).difference?.proposal.map(({ leg }) => leg)).toEqual(['fee:EUR']);
  });

  it('as it was reported before, but not as it is booked, is a change of its money', () => {
    expect(changedLine('stripe', line(1_000, 40), line(1_000, 40), [booked(900, 40)]).difference).toMatchObject({ kind: 'changed', field: 'amount' });
  });

  it.each<[string, KnownLine, string]>([
    ['of a payout', line(-500, 0, 'EUR', 'payout'), 'booked'], ['of a fee', { ...line(-500, 0, 'EUR', 'fee') }, 'booked'],
    ['that was matched', { ...line(1_000, 0), journalId: newId('jrn') }, 'matched'], ['that nobody knew', line(1_000, 0), 'extra'],
  ])('%s, once the books say the same, is settled', (_, known, status) => {
    const { amount, kind } = known;

    expect(changedLine('stripe', known, known, [booked(amount, kind === 'fee' ? 0 - amount : 0)])).toEqual({ line: known, status, difference: undefined });
  });

  it('is extra no longer once something is booked of it, be it a fee alone', () => {
    const extra = { ...line(1_000, 40), status: 'extra' as const };

    expect([[booked(0, 0)], [booked(-40, 40)], [booked(-40, 0)], [booked(0, 40)], [booked(0, 0), booked(5, 0, 'USD')]].map((holds) => changedLine('stripe', extra, line(900, 40), holds).difference?.kind)).toEqual([
      'extra', 'changed', 'changed', 'changed', 'changed',
    ]);
    expect(changedLine('stripe', line(1_000, 40), line(900, 40), []).difference?.kind).toBe('changed');
    expect(changedLine('stripe', extra, line(900, 40), []).difference).toMatchObject({ field: null, ours: null, theirs: { amount: 900, currency: 'EUR' } });
  });
});
