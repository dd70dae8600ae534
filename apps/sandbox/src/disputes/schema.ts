/** Disputes, and the balance that they take from. Safe to run at every start. */
export const DISPUTE_SCHEMA = `
create table if not exists sandbox.disputes (
  seq bigint generated always as identity unique,
  id text primary key,
  created bigint not null,
  charge text not null references sandbox.charges,
  payment_intent text not null references sandbox.payment_intents,
  amount bigint not null check (amount > 0),
  currency text not null,
  status text not null check (status in ('needs_response', 'won', 'lost')),
  reason text not null,
  evidence_due_by bigint not null
);
create index if not exists disputes_of_intent on sandbox.disputes (payment_intent);
`;
