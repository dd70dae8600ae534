/** Fees, payouts, disputes and refunds that failed among the movements of the balance. Safe to run at every start. */
export const BALANCE_SCHEMA = `
alter table sandbox.balance_transactions add column if not exists fee bigint not null default 0;
alter table sandbox.balance_transactions
  drop constraint if exists balance_transactions_type_check,
  drop constraint if exists balance_transactions_check,
  add constraint balance_transactions_type_check
    check (type in ('charge', 'refund', 'refund_failure', 'adjustment', 'payout')),
  add constraint balance_transactions_check check (amount <> 0);
alter table sandbox.refunds add column if not exists failure_reason text;
alter table sandbox.refunds
  drop constraint if exists refunds_status_check,
  add constraint refunds_status_check check (status in ('pending', 'succeeded', 'failed'));
`;
