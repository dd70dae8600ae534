import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

/** Settlement reports are worked on after their upload, in steps; those from before have no import and are completed. */
export class Payments0009 extends Migration {
  override name = '0009-payments';

  override up(): void {
    this.imports();
    this.staging();
    this.finding();
    for (const statement of classified('payments', {
      settlement_imports: { 'Not personal: names of ours': 'gateway round', 'Not personal: names of columns': 'columns', 'Not personal: what is wrong with the file': 'error' },
      settlement_chunks: { 'Not personal: a file of movements of money': 'bytes' },
      settlement_staged: {
        'Not personal: by which gateway and shop know the movement': 'line_id reference payment key', 'Not personal: a word of the gateway': 'kind type currency',
      },
    })) this.addSql(statement);
  }

  private imports(): void {
    // When it happened last is known once the file has been read.
    this.addSql(`alter table payments.settlement_reports alter column latest drop not null`);
    this.addSql(`
      create table payments.settlement_imports (
        report_id uuid primary key,
        gateway text,
        status text not null default 'uploading' check (status in ('uploading', 'pending', 'running', 'completed', 'failed')),
        size bigint not null default 0 check (size >= 0),
        columns jsonb,
        complete_until timestamptz,
        round text not null default 'exact' check (round in ('exact', 'rest', 'missing')),
        done_line int not null default 0 check (done_line >= 0),
        done_journal uuid,
        lines_done int not null default 0 check (lines_done >= 0),
        known int not null default 0,
        changed int not null default 0,
        matched int not null default 0,
        booked int not null default 0,
        error jsonb,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check ((status = 'failed') = (error is not null)),
        check (gateway is not null or status in ('uploading', 'failed'))
      )`);
    this.addSql(`create unique index one_settlement_at_a_time on payments.settlement_imports (gateway) where status = 'running'`);
    this.addSql(`create index settlement_imports_open on payments.settlement_imports (updated_at) where status in ('uploading', 'pending', 'running')`);
    this.addSql(`comment on table payments.settlement_imports is 'Not audited: how far the work on a report is; the report is audited'`);
    this.addSql(`
      create table payments.settlement_chunks (
        report_id uuid not null references payments.settlement_imports,
        seq int not null,
        bytes bytea not null check (octet_length(bytes) <= 1048576),
        primary key (report_id, seq)
      )`);
    this.addSql(`alter table payments.settlement_chunks alter column bytes set storage external`);
    this.addSql(`comment on table payments.settlement_chunks is 'Not audited: an upload until it has been read'`);
  }

  private staging(): void {
    this.addSql(`
      create table payments.settlement_staged (
        report_id uuid not null,
        line_id text not null,
        position int not null,
        kind text not null,
        type text not null,
        reference text,
        payment text,
        key text,
        amount bigint not null,
        fee bigint not null,
        net bigint not null,
        currency text not null,
        occurred_at timestamptz not null,
        primary key (report_id, line_id)
      )`);
    this.addSql(`create index settlement_staged_in_order on payments.settlement_staged (report_id, position)`);
    this.addSql(`comment on table payments.settlement_staged is 'Not audited: lines of a report until they are taken over'`);
  }

  /** A step looks for what its own lines are about, and for nothing else. */
  private finding(): void {
    this.addSql(`create index operations_by_reference on payments.operations (reference) where reference is not null`);
    this.addSql(`create index payments_by_reference on payments.payments (reference) where reference is not null`);
    this.addSql(`create index settlement_differences_corrected on payments.settlement_differences (journal_id) where kind = 'missing' and status = 'corrected'`);
    this.addSql(`create index settlement_lines_extra on payments.settlement_lines (gateway) where status = 'extra'`);
  }
}
