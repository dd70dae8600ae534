import { type Id, newId } from '@holdfast/kernel';
import type { AccountCode } from './chart.js';

export type JournalId = Id<'jrn'>;
export type JournalKind =
  | 'capture' | 'refund' | 'recognition' | 'dispute-opened' | 'dispute-won' | 'fee' | 'payout' | 'settlement' | 'correction' | 'reversal';

/** Money from one account to another, in minor units of the currency that both are kept in. */
export interface Transfer {
  readonly debit: AccountCode;
  readonly credit: AccountCode;
  readonly amount: number;
  /** Names the transfer within its journal: `gateway`, `goods`, `tax:DE` … */
  readonly leg: string;
}

/** What is booked for one fact, all of it or nothing. `kind` and `ref` name the fact: it is booked once. */
export interface Journal {
  readonly id: JournalId;
  readonly kind: JournalKind;
  readonly ref: string;
  readonly checkoutId?: Id<'chk'> | undefined;
  readonly paymentId?: Id<'pay'> | undefined;
  /** Line of a settlement report that it was booked from. */
  readonly settlementLine?: string | undefined;
  readonly reverses?: JournalId | undefined;
  readonly reason?: string | undefined;
  /** When it happened; when it is booked otherwise. */
  readonly occurredAt?: Date | undefined;
  readonly transfers: readonly Transfer[];
}

export const currencyOf = (account: AccountCode): string => account.slice(-3);

/** The transfers of a journal the other way round. */
export const swapped = (transfers: readonly Transfer[]): Transfer[] => transfers.map(({ debit, credit, ...rest }) => ({ ...rest, debit: credit, credit: debit }));

/** A journal that undoes another one. What is reversed once is not reversed again. */
export const reversalOf = ({ id, checkoutId, paymentId, settlementLine, transfers }: Journal, reason: string): Journal => ({
  id: newId('jrn'), kind: 'reversal', ref: id, checkoutId, paymentId, settlementLine, reverses: id, reason, transfers: swapped(transfers),
});

/** A transfer of so much, from debit to credit, or back where it is negative; none of nothing. */
export function moving(debit: AccountCode, credit: AccountCode, amount: number, leg: string): Transfer[] {
  if (amount === 0) return [];
  return [amount > 0 ? { debit, credit, amount, leg } : { debit: credit, credit: debit, amount: 0 - amount, leg }];
}
