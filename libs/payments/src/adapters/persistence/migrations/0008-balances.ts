import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

/** Lines of settlement reports that say otherwise than before, and what gateways say that they hold for us. */
export class Payments0008 extends Migration {
  override name = '0008-payments';

  override up(): void {
    this.addSql(`alter table payments.settlement_lines add column payment text`);
    this.addSql(`alter table payments.settlement_reports add column changed int not null default 0 check (changed >= 0)`);
    this.addSql(`
      alter table payments.settlement_differences
        drop constraint settlement_differences_kind_check,
        drop constraint settlement_differences_field_check,
        add constraint settlement_differences_kind_check check (kind in ('missing', 'extra', 'differing', 'changed')),
        add constraint settlement_differences_field_check check (field in ('amount', 'currency', 'fee'))`);
    this.balances();
    for (const statement of classified('payments', {
      settlement_lines: { 'Not personal: by which the gateway knows the payment': 'payment' },
      gateway_balances: { 'Not personal: names of ours': 'gateway currency', 'Not personal: how the comparison ended': 'standing' },
    })) this.addSql(statement);
  }

  private balances(): void {
    this.addSql(`
      create table payments.gateway_balances (
        id uuid primary key,
        gateway text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        held bigint not null,
        booked bigint not null,
        coming bigint not null check (coming >= 0),
        going bigint not null check (going >= 0),
        unreported int not null check (unreported >= 0),
        open_differences int not null check (open_differences >= 0),
        standing text not null check (standing in ('equal', 'waiting', 'differing')),
        compared_at timestamptz not null default now(),
        constraint equal_is_equal check ((standing = 'equal') = (held = booked))
      )`);
    this.addSql(`create index gateway_balances_newest on payments.gateway_balances (compared_at, id)`);
    this.addSql(`create index gateway_balances_latest on payments.gateway_balances (gateway, currency, compared_at, id)`);
    this.addSql(`comment on table payments.gateway_balances is 'Not audited: what a gateway said, and what the books, which only grow, said then'`);
  }
}
