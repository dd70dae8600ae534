import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, plannedByValues, statement } from '@holdfast/platform';
import {
  type AccountTransferView, type AccountView, GetJournal, type JournalView, ListAccounts, ListAccountTransfers, ListJournals,
} from '../../../application/ledger/ledger-queries.js';
import { type AccountCode, kindOf, natural } from '../../../domain/ledger/chart.js';
import type { JournalKind } from '../../../domain/ledger/journal.js';
import { AccountNotFound, JournalNotFound } from '../../../domain/ledger/ledger-errors.js';

const TAIL = `t.booked_at > coalesce(c.until, '-infinity') and t.booked_at <= coalesce($3::timestamptz, 'infinity')`;
/** The last checkpoint before the time, and what was booked since: a day's transfers at most, where the nightly job runs. */
const ACCOUNTS = plannedByValues(
  'payments.ledger-accounts',
  `select a.code, a.currency,
          (coalesce(c.balance, 0) + coalesce((select sum(t.amount) from payments.ledger_transfers t where t.credit = a.code and ${TAIL}), 0)
            - coalesce((select sum(t.amount) from payments.ledger_transfers t where t.debit = a.code and ${TAIL}), 0))::bigint as credits
     from payments.ledger_accounts a
     left join lateral (
       select k.until, k.balance from payments.ledger_checkpoints k
        where k.account = a.code and k.until <= coalesce($3::timestamptz, 'infinity') order by k.until desc limit 1
     ) c on true
    where (a.code !~ '^order:' or $1::text is not distinct from 'order') and ($1::text is null or starts_with(a.code, $1 || ':'))
      and ($2::text is null or a.currency = $2) and ($4::text is null or a.code > $4) order by a.code limit $5`,
);
const ACCOUNT = statement('payments.ledger-account', `select code from payments.ledger_accounts where code = $1`);
/** The newest of each side, by its index, and the newest of both. */
const SIDE = (side: 'debit' | 'credit', other: 'debit' | 'credit') =>
  `(select t.booked_at, t.journal_id, t.seq, t.kind, t.leg, t.amount, t.currency, '${side}' as side, t.${other} as other from payments.ledger_transfers t
     where t.${side} = $1 and ($2::timestamptz is null or (t.booked_at, t.journal_id, t.seq) < ($2, $3, $4)) order by t.booked_at desc, t.journal_id desc, t.seq desc limit $5)`;
const TRANSFERS = statement(
  'payments.ledger-account-transfers',
  `select * from (${SIDE('debit', 'credit')} union all ${SIDE('credit', 'debit')}) t order by booked_at desc, journal_id desc, seq desc limit $5`,
);
const JOURNALS = plannedByValues(
  'payments.ledger-journals',
  `select j.*, s.order_id, r.id as reversed_by,
          (select jsonb_agg(jsonb_build_object('debit', t.debit, 'credit', t.credit, 'amount', jsonb_build_object('amount', t.amount, 'currency', t.currency), 'leg', t.leg) order by t.seq)
             from payments.ledger_transfers t where t.journal_id = j.id) as transfers
     from payments.ledger_journals j
     left join payments.ledger_orders s on s.checkout_id = j.checkout_id left join payments.ledger_journals r on r.reverses_id = j.id
    where ($1::uuid is null or j.id = $1)
      and ($2::uuid is null or j.checkout_id = (select o.checkout_id from payments.ledger_orders o where o.order_id = $2))
      and ($3::uuid is null or j.payment_id = $3) and ($4::text is null or j.kind = $4)
      and ($5::timestamptz is null or (j.booked_at, j.id) < ($5, $6)) order by j.booked_at desc, j.id desc limit $7`,
);

interface AccountRow {
  readonly code: AccountCode;
  readonly currency: string;
  readonly credits: number;
}

interface TransferRow {
  readonly booked_at: string;
  readonly journal_id: string;
  readonly seq: number;
  readonly kind: JournalKind;
  readonly leg: string;
  readonly amount: number;
  readonly currency: string;
  readonly side: 'debit' | 'credit';
  readonly other: AccountCode;
}

interface JournalRow {
  readonly id: string;
  readonly kind: JournalKind;
  readonly ref: string;
  readonly order_id: string | null;
  readonly checkout_id: string | null;
  readonly payment_id: string | null;
  readonly reverses_id: string | null;
  readonly reversed_by: string | null;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly occurred_at: string;
  readonly booked_at: string;
  readonly transfers: JournalView['transfers'];
}

@QueryHandler(ListAccounts)
export class ListAccountsHandler implements IQueryHandler<ListAccounts> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { name, currency, asOf, limit, cursor } }: ListAccounts): Promise<Page<AccountView>> {
    const [after] = cursor ? decodeCursor(cursor, 'ledger-accounts', 1) : [null];
    const rows = await this.database.query<AccountRow>(ACCOUNTS, [name ?? null, currency ?? null, asOf ?? null, after, limit + 1]);
    return pageOf(rows, limit, accountOf, (last) => encodeCursor('ledger-accounts', [last.code]));
  }
}

@QueryHandler(ListAccountTransfers)
export class ListAccountTransfersHandler implements IQueryHandler<ListAccountTransfers> {
  constructor(private readonly database: Database) {}

  async execute({ code, filter: { limit, cursor } }: ListAccountTransfers): Promise<Page<AccountTransferView>> {
    const before = cursor ? decodeCursor(cursor, 'ledger-transfers', ['timestamp', 'uuid', 'whole']) : [null, null, null];
    const rows = await this.database.query<TransferRow>(TRANSFERS, [code, ...before, limit + 1]);
    if (rows.length === 0 && !(await this.database.first(ACCOUNT, [code]))) throw new AccountNotFound();
    return pageOf(rows, limit, transferOf, (last) => encodeCursor('ledger-transfers', [last.booked_at, last.journal_id, last.seq]));
  }
}

@QueryHandler(ListJournals)
export class ListJournalsHandler implements IQueryHandler<ListJournals> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { orderId, paymentId, kind, limit, cursor } }: ListJournals): Promise<Page<JournalView>> {
    const [before, beforeId] = cursor ? decodeCursor(cursor, 'journals', ['timestamp', 'uuid']) : [null, null];
    const rows = await this.database.query<JournalRow>(JOURNALS, [
      null, orderId ? toUuid(orderId) : null, paymentId ? toUuid(paymentId) : null, kind ?? null, before, beforeId, limit + 1,
    ]);
    return pageOf(rows, limit, journalOf, (last) => encodeCursor('journals', [last.booked_at, last.id]));
  }
}

@QueryHandler(GetJournal)
export class GetJournalHandler implements IQueryHandler<GetJournal> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetJournal): Promise<JournalView> {
    const row = await this.database.first<JournalRow>(JOURNALS, [toUuid(id), null, null, null, null, null, 1]);
    if (!row) throw new JournalNotFound();
    return journalOf(row);
  }
}

function accountOf({ code, currency, credits }: AccountRow): AccountView {
  const kind = kindOf(code);
  return { code, kind, balance: { amount: natural(kind, credits), currency } };
}

const transferOf = ({ journal_id, kind, leg, side, other, amount, currency, booked_at }: TransferRow): AccountTransferView => ({
  journal_id: toId('jrn', journal_id), kind, leg, side, other, amount: { amount, currency }, booked_at: new Date(booked_at).toISOString(),
});

const journalOf = (row: JournalRow): JournalView => ({
  id: toId('jrn', row.id),
  kind: row.kind,
  ref: row.ref,
  order_id: row.order_id === null ? null : toId('ord', row.order_id),
  checkout_id: row.checkout_id === null ? null : toId('chk', row.checkout_id),
  payment_id: row.payment_id === null ? null : toId('pay', row.payment_id),
  reverses: row.reverses_id === null ? null : toId('jrn', row.reverses_id),
  reversed_by: row.reversed_by === null ? null : toId('jrn', row.reversed_by),
  reason: row.reason,
  actor: row.actor,
  occurred_at: new Date(row.occurred_at).toISOString(),
  booked_at: new Date(row.booked_at).toISOString(),
  transfers: row.transfers,
});
