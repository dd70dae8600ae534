import { randomUUID } from 'node:crypto';
import type { Seed } from './invariant-seeds.js';

/** What is seeded, wherever it is. */
export const EVENT = randomUUID();
export const [CLEARING, REVENUE] = ['gateway_clearing:stripe:EUR', 'revenue:goods:EUR'];
export const journal = (kind: string) => `insert into payments.ledger_journals (id, kind, ref, operation_id, settlement_line) values ('${EVENT}', '${kind}', '${EVENT}', '${EVENT}', 'stripe:txn_1')`;
export const transfer = (debit: string, credit: string, kind: string) =>
  `insert into payments.ledger_transfers (journal_id, seq, debit, credit, amount, currency, kind, ref, leg) values ('${EVENT}', 0, '${debit}', '${credit}', 7, 'EUR', '${kind}', '${EVENT}', 'gateway')`;
const reported = (amount: number, fee: number) =>
  `insert into payments.settlement_lines (gateway, line_id, report_id, position, kind, type, amount, fee, net, currency, occurred_at, status)
   values ('stripe', 'txn_1', gen_random_uuid(), 2, 'payment', 'charge', ${amount}, ${fee}, ${amount - fee}, 'EUR', now(), 'booked')`;

export const BALANCES_ARE_NO_SUMS: readonly Seed[] = [
  {
    what: 'a balance that is no sum',
    spoil: () => [`update payments.ledger_accounts set balance = balance + 1 where code = (select min(code) from payments.ledger_accounts where balance is not null)`],
    offender: () => ({ balance: '1', transfers: '0' }),
  },
  { what: 'money on an account that nobody opened', spoil: () => [transfer(CLEARING, 'suspense:EUR', 'fee')], offender: () => ({ account: 'suspense:EUR', balance: null }) },
  {
    what: 'a checkpoint that forgot something',
    spoil: () => [`insert into payments.ledger_checkpoints (account, until, balance) values ('${REVENUE}', now(), 0)`],
    offender: () => ({ account: REVENUE, balance: '0' }),
  },
];

export const GATEWAYS_SAY_OTHERWISE: readonly Seed[] = [
  {
    what: 'a line of a report that the books do not know',
    spoil: () => [reported(100, 3)],
    offender: () => ({ gateway: 'stripe', currency: 'EUR', reported: '97', booked: null }),
  },
  {
    what: 'a fee that was booked with a cent less than was taken',
    spoil: () => [reported(0, 8), journal('fee'), transfer('fees:EUR', CLEARING, 'fee'), `insert into payments.ledger_accounts (code, kind) values ('fees:EUR', 'expense')`],
    offender: () => ({ reported: '-8', booked: '-7' }),
  },
  {
    what: 'a gateway that holds less than is booked, which nothing explains',
    spoil: () => [
      `insert into payments.gateway_balances (id, gateway, currency, held, booked, coming, going, unreported, open_differences, standing)
       values (gen_random_uuid(), 'stripe', 'EUR', 97, 100, 0, 0, 0, 0, 'differing')`,
    ],
    offender: () => ({ gateway: 'stripe', currency: 'EUR', reported: '97', booked: '100' }),
  },
];
