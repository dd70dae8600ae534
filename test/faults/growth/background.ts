import pg from 'pg';
import { checkInvariants, declaredStatements } from '@holdfast/platform';
import { INVARIANTS } from '../../../apps/composition/invariants.js';
import { nameOf } from './planner.js';

/** The shop ends a statement that takes longer. */
const STATEMENT_SECONDS = 30;
/** What a worker sends again and again, with what it sends along. */
const TURNS: Readonly<Record<string, readonly unknown[]>> = {
  'platform.unpublished': [],
  'platform.lost-events': [['notifications.order-confirmation'], ['ordering.order-placed.v1'], 60],
  'platform.forget-keys': [],
  'platform.forget-inbox': [],
  'ordering.expired': [100],
  'ordering.forget-carts': [30, 500],
  'ordering.forget-checkouts': [30, 500],
  'payments.take-due': [50, []],
  'payments.take-due-observations': ['stripe', 50],
  'payments.ledger-unbooked': [100],
  'payments.ledger-checkpoint': [],
  'payments.balance-booked': ['stripe', null],
};

export interface Timed {
  readonly what: string;
  readonly seconds: number;
}

/** How long what happens in the background takes once: each is undone. */
export async function timeTurns(url: string): Promise<Timed[]> {
  const known = new Map(declaredStatements().map((text) => [nameOf(text), text]));
  return withClient(url, async (client) => {
    const timed: Timed[] = [];
    for (const [name, values] of Object.entries(TURNS)) {
      const text = known.get(name);
      if (!text) throw new Error(`There is no statement ${name}`);
      await client.query('begin');
      const began = performance.now();
      await client.query(text, [...values]);
      timed.push({ what: name, seconds: (performance.now() - began) / 1_000 });
      await client.query('rollback');
    }
    return timed;
  });
}

export interface Checked extends Timed {
  readonly isBroken: boolean;
}

/** How long each invariant takes when nothing ends it, and whether it holds: as the command `invariants` does it. */
export async function timeInvariants(url: string): Promise<Checked[]> {
  return withClient(url, async (client) => {
    const checked: Checked[] = [];
    for (const invariant of INVARIANTS) {
      const began = performance.now();
      for await (const { id, ok } of checkInvariants(client, [invariant])) checked.push({ what: id, seconds: (performance.now() - began) / 1_000, isBroken: !ok });
    }
    return checked;
  });
}

export const isTooLong = ({ seconds }: Timed): boolean => seconds > STATEMENT_SECONDS;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
