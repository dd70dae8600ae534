import { newId } from '@holdfast/kernel';
import { clearing, shared } from '../ledger/chart.js';
import { type Journal, type JournalKind, moving, type Transfer } from '../ledger/journal.js';
import type { Difference, LineStatus, OurMovement, SettlementLine } from './settlement-line.js';

export interface Reconciled {
  readonly line: SettlementLine;
  readonly status: LineStatus;
  readonly ours: OurMovement | undefined;
  /** What the line tells that the books did not know: fees, payouts. */
  readonly journal: Journal | undefined;
  readonly difference: Difference | undefined;
}

/** By which the books know a line: they book it once. */
export const lineRef = (gateway: string, lineId: string): string => `${gateway}:${lineId}`;

/**
 * Finds for each line what it is about, each movement once: by our key, else by the gateway's id; the same amount first. `exactly`: only what has the
 * same amount and currency, so that no line takes what a later one of the file fits better.
 */
export function paired(lines: readonly SettlementLine[], movements: readonly OurMovement[], exactly = false): Map<SettlementLine, OurMovement> {
  const pairs = new Map<SettlementLine, OurMovement>();
  const taken = new Set<OurMovement>();
  const byName = new Map<string, OurMovement[]>();
  for (const movement of movements) {
    for (const name of new Set([...movement.keys, ...movement.references])) byName.set(name, [...(byName.get(name) ?? []), movement]);
  }
  const take = (line: SettlementLine, equal: boolean): void => {
    if (pairs.has(line)) return;
    const named = [line.key, line.reference, line.payment].flatMap((name) => (name === null ? [] : (byName.get(name) ?? [])));
    const fits = (one: OurMovement) => !taken.has(one) && isAbout(line, one.kind) && (!equal || (one.amount === line.amount && one.currency === line.currency));
    const found = named.find(fits);
    if (!found) return;
    pairs.set(line, found);
    taken.add(found);
  };
  for (const line of lines) take(line, true);
  if (!exactly) for (const line of lines) take(line, false);
  return pairs;
}

function isAbout({ kind, amount }: SettlementLine, journal: JournalKind): boolean {
  switch (kind) {
    case 'payment':
      return journal === 'capture';
    case 'refund':
      // One that came back stands in the report with the other sign, and in the books as the reversal of its journal.
      return journal === (amount < 0 ? 'refund' : 'reversal');
    case 'dispute':
      return journal === (amount < 0 ? 'dispute-opened' : 'dispute-won');
    default:
      return false;
  }
}

/** What is known without knowing anything of ours. */
export const isOwnFact = ({ kind }: SettlementLine): boolean => kind === 'payout' || kind === 'fee';

/** What a line means for the books, given what they say about it. */
export function reconcile(gateway: string, line: SettlementLine, ours: OurMovement | undefined): Reconciled {
  const { currency, amount, fee } = line;
  const own = clearing(gateway, currency);
  const fees = moving(shared('fees', currency), own, fee, 'fee');
  const book = (kind: JournalKind, transfers: readonly Transfer[]) => (transfers.length > 0 ? journalOf(gateway, line, kind, transfers) : undefined);
  if (line.kind === 'payout') return { line, ours: undefined, status: 'booked', journal: book('payout', [...moving(shared('bank', currency), own, 0 - amount, 'payout'), ...fees]), difference: undefined };
  if (line.kind === 'fee') return { line, ours: undefined, status: 'booked', journal: book('fee', [...moving(shared('fees', currency), own, 0 - amount, 'charged'), ...fees]), difference: undefined };
  if (!ours) {
    const proposal = [...moving(own, shared('suspense', currency), amount, 'unexplained'), ...fees];
    return { line, ours, status: 'extra', journal: undefined, difference: { kind: 'extra', field: null, lineId: line.id, journalId: null, ours: null, theirs: { amount, currency }, proposal } };
  }
  const difference = differing(gateway, line, ours);
  return { line, ours, status: difference ? 'differing' : 'matched', journal: book('fee', fees), difference };
}

/** What we have and they do not, although their report covers its time. */
export const missing = (gateway: string, { journalId, amount, currency }: OurMovement): Difference => ({
  kind: 'missing', field: null, lineId: null, journalId, ours: { amount, currency }, theirs: null,
  proposal: moving(clearing(gateway, currency), shared('suspense', currency), 0 - amount, 'unexplained'),
});

function differing(gateway: string, line: SettlementLine, ours: OurMovement): Difference | undefined {
  const field = ours.currency !== line.currency ? 'currency' : ours.amount !== line.amount ? 'amount' : undefined;
  if (!field) return undefined;
  const towards = (currency: string, amount: number, leg: string): Transfer[] => moving(clearing(gateway, currency), shared('suspense', currency), amount, leg);
  const proposal =
    field === 'amount' ? towards(line.currency, line.amount - ours.amount, 'unexplained') : [...towards(ours.currency, 0 - ours.amount, 'ours'), ...towards(line.currency, line.amount, 'theirs')];
  return {
    kind: 'differing', field, lineId: line.id, journalId: ours.journalId, proposal,
    ours: { amount: ours.amount, currency: ours.currency }, theirs: { amount: line.amount, currency: line.currency },
  };
}

const journalOf = (gateway: string, { id, occurredAt }: SettlementLine, kind: JournalKind, transfers: readonly Transfer[]): Journal => ({
  id: newId('jrn'), kind, ref: lineRef(gateway, id), settlementLine: lineRef(gateway, id), occurredAt, transfers,
});

/** What accepting a difference books. */
export const correction = (id: string, gateway: string, { lineId, proposal }: Pick<Difference, 'lineId' | 'proposal'>, reason: string): Journal => ({
  id: newId('jrn'), kind: 'correction', ref: id, settlementLine: lineId === null ? undefined : lineRef(gateway, lineId), reason, transfers: proposal,
});

