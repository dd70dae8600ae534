import { clearing, shared } from '../ledger/chart.js';
import { moving, type Transfer } from '../ledger/journal.js';
import type { Difference, KnownLine, LineStatus, SettlementLine } from './settlement-line.js';

/** What the books hold of one line in one currency, in minor units: on the clearing account, and of that as fees. */
export interface BookedOfLine {
  readonly currency: string;
  readonly clearing: number;
  readonly fees: number;
}

/** A line that says otherwise than before, and what follows from that. */
export interface ChangedLine {
  readonly line: SettlementLine;
  readonly status: LineStatus;
  /** Undefined where the books say by now what the line says. */
  readonly difference: Difference | undefined;
}

export const isChanged = (before: SettlementLine, now: SettlementLine): boolean => fieldOf(before, now) !== undefined;

/**
 * A gateway corrected what it had reported. The books are not moved by that: what they would need to follow is proposed, from all that is booked
 * of the line so far, accepted corrections included. So it does not matter how often a line changes, nor whether somebody accepted the steps.
 */
export function changedLine(gateway: string, before: KnownLine, line: SettlementLine, booked: readonly BookedOfLine[]): ChangedLine {
  const currencies = [...new Set([line.currency, ...booked.map(({ currency }) => currency)])];
  const proposal = currencies.flatMap((currency) => towards(gateway, line, currency, booked.find((one) => one.currency === currency)));
  if (proposal.length === 0) return { line, status: settled(before), difference: undefined };
  const unknown = booked.every((one) => one.clearing === 0 && one.fees === 0) && before.status === 'extra';
  const theirs = { amount: line.amount, currency: line.currency };
  const difference = { lineId: line.id, journalId: before.journalId, proposal };
  if (unknown) return { line, status: 'extra', difference: { ...difference, kind: 'extra', field: null, ours: null, theirs } };
  const field = fieldOf(before, line) ?? 'amount';
  const shown = ({ amount, fee, currency }: SettlementLine) => ({ amount: field === 'fee' ? fee : amount, currency });
  return { line, status: 'differing', difference: { ...difference, kind: 'changed', field, ours: shown(before), theirs: shown(line) } };
}

function fieldOf(before: SettlementLine, now: SettlementLine): 'amount' | 'currency' | 'fee' | undefined {
  if (before.currency !== now.currency) return 'currency';
  if (before.amount !== now.amount) return 'amount';
  return before.fee === now.fee ? undefined : 'fee';
}

/** From what is booked in a currency to what the line says of it. */
function towards(gateway: string, { kind, amount, fee, net, currency: own }: SettlementLine, currency: string, booked: BookedOfLine | undefined): Transfer[] {
  const account = clearing(gateway, currency);
  const isOwn = currency === own;
  const fees = (isOwn ? (kind === 'fee' ? fee - amount : fee) : 0) - (booked?.fees ?? 0);
  const held = (isOwn ? net : 0) - (booked?.clearing ?? 0);
  const rest = shared(kind === 'payout' ? 'bank' : 'suspense', currency);
  return [...moving(account, rest, held + fees, `unexplained:${currency}`), ...moving(shared('fees', currency), account, fees, `fee:${currency}`)];
}

const settled = ({ kind, journalId }: KnownLine): LineStatus => (kind === 'payout' || kind === 'fee' ? 'booked' : journalId === null ? 'extra' : 'matched');
