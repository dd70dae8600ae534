import { performance } from 'node:perf_hooks';
import { statements } from '@holdfast/platform';
import { AccountsUnderTest, said } from '../../accounts-under-test.js';
import type { Answer } from '../../identity-under-test.js';
import { hashes } from '../crypto/argon2-passwords.js';

/** Pairs of requests, for an address with an account and one without, in alternating order. */
const ROUNDS = 30;
const WARM_UP = 3;
/** A hash that is left out makes an answer some ten times as fast. Less than this is what a busy machine does to equal work. */
const MOST = 3;
const TIMEOUT_MS = 120_000;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** OWASP ASVS 5.0, 6.3.8: nobody learns from an answer, its time, or the work behind it whether an address has an account. */
describe('whether an address has an account', () => {
  let accounts: AccountsUnderTest;
  let known: string[];

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start();
    const one = await accounts.account();
    const rows = await accounts.sql<{ email: string }>(
      `insert into identity.customers (id, email, name, password_hash)
       select gen_random_uuid(), gen_random_uuid() || '@example.com', name, password_hash from identity.customers, generate_series(1, $2) where email = $1 returning email`,
      [one, ROUNDS + WARM_UP + 1],
    );
    known = rows.map(({ email }) => email);
  });
  afterAll(() => accounts.stop());

  /** And how many passwords are hashed for it. */
  const ASKED: readonly (readonly [string, (email: string) => Promise<Answer>, number])[] = [
    ['a login with a wrong password', (email) => accounts.logIn(email, 'the password of a thief'), 1],
    ['a registration', (email) => accounts.post('/v1/customers', { email, name: 'Ada', password: 'four quiet tin whistles' }), 1],
    ['a reset of the password', (email) => accounts.post('/v1/password-resets', { email }), 0],
  ];

  /** How long the answer takes, in ms. */
  async function timeOf(ask: (email: string) => Promise<Answer>, email: string): Promise<number> {
    const start = performance.now();
    await ask(email);
    return performance.now() - start;
  }

  /** Which statements and how many hashes of passwords a request causes; but for the call that wakes the relays, which comes at intervals. */
  async function workOf(ask: (email: string) => Promise<Answer>, email: string): Promise<{ sql: unknown[]; hashed: number; answer: Answer }> {
    const seen: unknown[] = [];
    let hashed = 0;
    const noteStatement = (text: unknown): void => void (String(text).startsWith('/* platform.announce') || seen.push(text));
    const noteHash = (): void => void hashed++;
    statements.subscribe(noteStatement);
    hashes.subscribe(noteHash);
    try {
      const answer = await ask(email);
      return { sql: seen, hashed, answer };
    } finally {
      statements.unsubscribe(noteStatement);
      hashes.unsubscribe(noteHash);
    }
  }

  it.each(ASKED)('is told by no median of the time that %s takes', async (_, ask) => {
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const pair = [['known', known[round + WARM_UP]!], ['unknown', accounts.newAddress()]] as const;
      for (const [which, email] of round % 2 === 0 ? pair : pair.toReversed()) {
        const took = await timeOf(ask, email);
        if (round >= 0) times[which].push(took);
      }
    }

    const ratio = median(times.known) / median(times.unknown);
    expect(ratio).toBeLessThan(MOST);
    expect(ratio).toBeGreaterThan(1 / MOST);
  }, TIMEOUT_MS);

  it.each(ASKED)('is told by neither the answer nor the work of %s', async (_, ask, hashed) => {
    const [there, nowhere] = [await workOf(ask, known.at(-1)!), await workOf(ask, accounts.newAddress())];

    expect(said(there.answer)).toEqual(said(nowhere.answer));
    expect(there.sql.length).toBeGreaterThan(0);
    expect(there.sql).toEqual(nowhere.sql);
    expect([there.hashed, nowhere.hashed]).toEqual([hashed, hashed]);
  });
});
