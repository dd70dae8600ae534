import { newId } from '@holdfast/kernel';
import { correction, isOwnFact, lineRef, missing, paired, reconcile } from './reconcile.js';
import type { OurMovement, SettlementKind, SettlementLine } from './settlement-line.js';

let position = 0;
const line = (over: Partial<SettlementLine> = {}): SettlementLine => ({
  id: `txn_${++position}`, position, kind: 'payment', type: 'charge', reference: 'ch_1', payment: null, key: null, amount: 1_000, fee: 30, net: 970, currency: 'EUR', occurredAt: new Date(5_000), ...over,
});
const ours = (over: Partial<OurMovement> = {}): OurMovement => ({ journalId: newId('jrn'), kind: 'capture', amount: 1_000, currency: 'EUR', keys: ['op_1'], references: ['ch_1'], ...over });
const [CLEARING, SUSPENSE, FEES, BANK] = ['gateway_clearing:stripe:EUR', 'suspense:EUR', 'fees:EUR', 'bank:EUR'];
const FEE = { debit: FEES, credit: CLEARING, amount: 30, leg: 'fee' };

describe('the lines of a settlement report and the movements of the books', () => {
  it.each<[string, Partial<SettlementLine>, Partial<OurMovement>]>([
    ['our key', { key: 'op_1', reference: null }, { references: [] }],
    ['the id of what moved', { reference: 'ch_1' }, { keys: [] }],
    ['the id of its payment', { reference: null, payment: 'ch_1' }, { keys: [] }],
    ['any of its names', { reference: 'ch_2' }, { references: ['ch_1', 'ch_2'] }],
  ])('belong together by %s', (_, theirs, own) => {
    const [one, movement] = [line(theirs), ours(own)];

    expect([...paired([one], [movement])]).toEqual([[one, movement]]);
  });

  it('do not where no name is the same', () => {
    expect(paired([line({ reference: 'ch_2', payment: 'pi_2', key: 'op_2' }), line({ reference: null })], [ours()]).size).toBe(0);
  });

  it.each<[SettlementKind, number, OurMovement['kind'], boolean]>([
    ['payment', 1_000, 'capture', true], ['payment', 1_000, 'refund', false],
    ['refund', -1_000, 'refund', true], ['refund', -1_000, 'reversal', false], ['refund', 1_000, 'reversal', true], ['refund', 1_000, 'refund', false],
    ['dispute', -1_000, 'dispute-opened', true], ['dispute', -1_000, 'dispute-won', false], ['dispute', 1_000, 'dispute-won', true], ['dispute', 1_000, 'dispute-opened', false],
    ['payout', -1_000, 'payout', false], ['fee', -1_000, 'fee', false], ['other', 1_000, 'capture', false],
  ])('of a %s of %i and a %s: %s', (kind, amount, journal, together) => {
    expect(paired([line({ kind, amount })], [ours({ kind: journal, amount })]).size).toBe(together ? 1 : 0);
  });

  it('are paired once each, those of the same amount first', () => {
    const lines = [line({ amount: 700 }), line({ amount: 300 }), line({ amount: 1 })];
    const movements = [ours({ amount: 300 }), ours({ amount: 699 })];

    expect([...paired(lines, movements)]).toEqual([[lines[1], movements[0]], [lines[0], movements[1]]]);
    expect([...paired(lines, movements, true)]).toEqual([[lines[1], movements[0]]]);
  });

  it('of different currencies are not the same amount', () => {
    const [dollars, euros] = [line({ currency: 'USD' }), line()];
    const movement = ours();

    expect([...paired([dollars, euros], [movement])]).toEqual([[euros, movement]]);
    expect(paired([dollars], [movement], true).size).toBe(0);
    expect(paired([dollars], [movement]).size).toBe(1);
  });
});

describe('what a line of a settlement report means for the books', () => {
  it('nothing but its fee, where both agree', () => {
    const [one, movement] = [line(), ours()];

    const found = reconcile('stripe', one, movement);

    expect(found).toMatchObject({ line: one, ours: movement, status: 'matched', difference: undefined });
    expect(found.journal).toMatchObject({ kind: 'fee', ref: `stripe:${one.id}`, settlementLine: `stripe:${one.id}`, occurredAt: one.occurredAt, transfers: [FEE] });
    expect(found.journal!.id).toMatch(/^jrn_/);
  });

  it('nothing at all, where there is no fee', () => {
    expect(reconcile('stripe', line({ fee: 0 }), ours()).journal).toBeUndefined();
  });

  it('a fee that came back goes the other way', () => {
    expect(reconcile('stripe', line({ fee: -30 }), ours()).journal?.transfers).toEqual([{ debit: CLEARING, credit: FEES, amount: 30, leg: 'fee' }]);
  });

  it.each<[SettlementKind, 'payout' | 'fee', object]>([
    ['payout', 'payout', { debit: BANK, credit: CLEARING, amount: 900, leg: 'payout' }],
    ['fee', 'fee', { debit: FEES, credit: CLEARING, amount: 900, leg: 'charged' }],
  ])('a %s is booked as it is, whatever the books say', (kind, journal, transfer) => {
    const one = line({ kind, amount: -900 });

    const found = reconcile('stripe', one, ours());

    expect(found).toMatchObject({ line: one, ours: undefined, status: 'booked', difference: undefined, journal: { kind: journal, transfers: [transfer, FEE] } });
    expect(isOwnFact(one)).toBe(true);
    expect(reconcile('stripe', line({ kind, amount: 0, fee: 0 }), undefined).journal).toBeUndefined();
  });

  it.each<SettlementKind>(['payment', 'refund', 'dispute', 'other'])('a %s is no fact of its own', (kind) => {
    expect(isOwnFact(line({ kind }))).toBe(false);
  });

  it('what the books do not know is a difference, and is booked only once it is accepted', () => {
    const one = line();

    const found = reconcile('stripe', one, undefined);

    expect(found).toEqual({
      line: one, ours: undefined, status: 'extra', journal: undefined,
      difference: {
        kind: 'extra', field: null, lineId: one.id, journalId: null, ours: null, theirs: { amount: 1_000, currency: 'EUR' },
        proposal: [{ debit: CLEARING, credit: SUSPENSE, amount: 1_000, leg: 'unexplained' }, FEE],
      },
    });
  });

  it.each([
    [1_010, { debit: CLEARING, credit: SUSPENSE, amount: 10, leg: 'unexplained' }],
    [990, { debit: SUSPENSE, credit: CLEARING, amount: 10, leg: 'unexplained' }],
  ])('another amount (%i) is a difference of just that', (amount, transfer) => {
    const [one, movement] = [line({ amount }), ours()];

    const found = reconcile('stripe', one, movement);

    expect(found).toMatchObject({ status: 'differing', journal: { kind: 'fee', transfers: [FEE] } });
    expect(found.difference).toEqual({
      kind: 'differing', field: 'amount', lineId: one.id, journalId: movement.journalId, proposal: [transfer], ours: { amount: 1_000, currency: 'EUR' }, theirs: { amount, currency: 'EUR' },
    });
  });

  it('another currency takes ours back and books theirs', () => {
    const found = reconcile('stripe', line({ currency: 'USD', amount: 1_100, fee: 0 }), ours());

    expect(found.difference).toMatchObject({
      field: 'currency', ours: { amount: 1_000, currency: 'EUR' }, theirs: { amount: 1_100, currency: 'USD' },
      proposal: [
        { debit: SUSPENSE, credit: CLEARING, amount: 1_000, leg: 'ours' },
        { debit: 'gateway_clearing:stripe:USD', credit: 'suspense:USD', amount: 1_100, leg: 'theirs' },
      ],
    });
  });

  it('what they do not have is missing, and would be taken back', () => {
    const movement = ours();

    expect(missing('stripe', movement)).toEqual({
      kind: 'missing', field: null, lineId: null, journalId: movement.journalId, ours: { amount: 1_000, currency: 'EUR' }, theirs: null,
      proposal: [{ debit: SUSPENSE, credit: CLEARING, amount: 1_000, leg: 'unexplained' }],
    });
  });

  it('an accepted difference is booked under its own name, and under its line where it has one', () => {
    const proposal = [{ debit: CLEARING, credit: SUSPENSE, amount: 10, leg: 'unexplained' }] as const;

    expect(correction('dif_1', 'stripe', { lineId: 'txn_1', proposal: [...proposal] as never }, 'told so')).toMatchObject({
      kind: 'correction', ref: 'dif_1', settlementLine: lineRef('stripe', 'txn_1'), reason: 'told so', transfers: proposal,
    });
    expect(correction('dif_1', 'stripe', { lineId: null, proposal: [] }, 'told so').settlementLine).toBeUndefined();
  });
});
