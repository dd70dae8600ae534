import type { Id, MoneyData, Page } from '@holdfast/kernel';
import { Query } from '@nestjs/cqrs';
import type { AccountCode, AccountKind, AccountName } from '../../domain/ledger/chart.js';
import type { JournalId, JournalKind } from '../../domain/ledger/journal.js';

export interface AccountView {
  readonly code: AccountCode;
  readonly kind: AccountKind;
  /** In its natural direction: assets and expenses by debits, all others by credits. */
  readonly balance: MoneyData;
}

/** Credits less debits of an account at a time, or now. */
export interface AccountFilter {
  readonly name?: AccountName | undefined;
  readonly currency?: string | undefined;
  readonly asOf?: Date | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Accounts by their names, with balances. Those of orders only when asked for by name: there is one for each order. */
export class ListAccounts extends Query<Page<AccountView>> {
  constructor(readonly filter: AccountFilter) {
    super();
  }
}

export interface AccountTransferView {
  readonly journal_id: JournalId;
  readonly kind: JournalKind;
  readonly leg: string;
  readonly side: 'debit' | 'credit';
  /** The account on the other side. */
  readonly other: AccountCode;
  readonly amount: MoneyData;
  readonly booked_at: string;
}

/** What was booked on an account, newest first. @throws AccountNotFound */
export class ListAccountTransfers extends Query<Page<AccountTransferView>> {
  constructor(
    readonly code: AccountCode,
    readonly filter: { readonly limit: number; readonly cursor?: string | undefined },
  ) {
    super();
  }
}

export interface JournalView {
  readonly id: JournalId;
  readonly kind: JournalKind;
  /** Names the fact that it books. */
  readonly ref: string;
  readonly order_id: Id<'ord'> | null;
  readonly checkout_id: Id<'chk'> | null;
  readonly payment_id: Id<'pay'> | null;
  readonly reverses: JournalId | null;
  readonly reversed_by: JournalId | null;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly occurred_at: string;
  readonly booked_at: string;
  readonly transfers: readonly { readonly debit: AccountCode; readonly credit: AccountCode; readonly amount: MoneyData; readonly leg: string }[];
}

export interface JournalFilter {
  readonly orderId?: Id<'ord'> | undefined;
  readonly paymentId?: Id<'pay'> | undefined;
  readonly kind?: JournalKind | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Journals, newest first. */
export class ListJournals extends Query<Page<JournalView>> {
  constructor(readonly filter: JournalFilter) {
    super();
  }
}

/** @throws JournalNotFound */
export class GetJournal extends Query<JournalView> {
  constructor(readonly id: JournalId) {
    super();
  }
}
