import { classified } from '@holdfast/platform';

/** What settlement reports of gateways said, and where they and the ledger differ. Part of 0005. */
export const SETTLEMENT_TABLES: readonly string[] = [
  `
    create table payments.settlement_reports (
      id uuid primary key,
      gateway text not null,
      format text not null,
      file_name text,
      digest bytea not null,
      lines int not null check (lines >= 0),
      known int not null check (known >= 0),
      matched int not null check (matched >= 0),
      booked int not null check (booked >= 0),
      latest timestamptz not null,
      created_at timestamptz not null default now()
    )`,
  `create index settlement_reports_newest on payments.settlement_reports (created_at, id)`,
  `
    create table payments.settlement_lines (
      gateway text not null,
      line_id text not null,
      report_id uuid not null,
      position int not null,
      kind text not null check (kind in ('payment', 'refund', 'dispute', 'payout', 'fee', 'other')),
      type text not null,
      reference text,
      key text,
      journal_id uuid,
      amount bigint not null,
      fee bigint not null,
      net bigint not null check (net = amount - fee),
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      occurred_at timestamptz not null,
      status text not null check (status in ('matched', 'booked', 'extra', 'differing')),
      primary key (gateway, line_id)
    )`,
  `create index settlement_lines_of_report on payments.settlement_lines (report_id, position)`,
  `create unique index one_line_per_journal on payments.settlement_lines (journal_id) where journal_id is not null`,
  `
    create table payments.settlement_differences (
      id uuid primary key,
      report_id uuid not null,
      gateway text not null,
      kind text not null check (kind in ('missing', 'extra', 'differing')),
      field text check (field in ('amount', 'currency')),
      line_id text,
      journal_id uuid,
      ours jsonb,
      theirs jsonb,
      proposal jsonb not null,
      status text not null default 'open' check (status in ('open', 'corrected', 'resolved')),
      correction_id uuid,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      check (line_id is not null or journal_id is not null),
      check ((status = 'corrected') = (correction_id is not null))
    )`,
  `create index settlement_differences_of_report on payments.settlement_differences (report_id, id)`,
  `create unique index one_open_difference on payments.settlement_differences (gateway, coalesce(line_id, ''), coalesce(journal_id, '00000000-0000-0000-0000-000000000000')) where status = 'open'`,
  `select platform.audit('payments.settlement_reports', 'rep')`,
  `select platform.audit('payments.settlement_differences', 'dif')`,
  `comment on table payments.settlement_lines is 'Not audited: what a gateway wrote; the report that they came with is'`,
  ...classified('payments', {
    settlement_reports: { 'Not personal: names of ours': 'gateway format', 'Not personal: name of a file of a gateway': 'file_name', 'Not personal: fingerprint of a file': 'digest' },
    settlement_lines: {
      'Not personal: names of ours': 'gateway', 'Not personal: by which gateway and shop know the movement': 'line_id reference key', 'Not personal: a word of the gateway': 'type currency',
    },
    settlement_differences: {
      'Not personal: names of ours': 'gateway', 'Not personal: by which the gateway knows the movement': 'line_id', 'Not personal: amounts and accounts': 'ours theirs proposal',
    },
  }),
];
