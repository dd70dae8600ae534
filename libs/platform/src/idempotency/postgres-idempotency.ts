import { Injectable } from '@nestjs/common';
import { type Claim, Idempotency, type KeyedRequest, type StoredAnswer, toUuid } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { MikroUnitOfWork } from '../persistence/mikro-unit-of-work.js';
import { statement } from '../persistence/statement.js';
import { SealedAnswers } from './sealed-answers.js';

/** Scope of the keys of whoever is nobody that we know. */
export const ANONYMOUS = 'anonymous:';

interface Row {
  readonly n: number;
  readonly fresh: boolean;
  readonly same: boolean | null;
  readonly state: 'in_progress' | 'done' | null;
  readonly expired: boolean;
  readonly resource: string | null;
  readonly answer: Buffer | null;
}

// Keys are inserted in order, so that batches of two processes cannot deadlock on them.
const CLAIM = statement(
  'platform.claim-keys',
  `with asked as (
     select * from unnest($1::text[], $2::text[], $3::bytea[], $4::uuid[])
       with ordinality as a(scope, key, fingerprint, resource, n)
   ), taken as (
     insert into platform.idempotency_keys (scope, key, fingerprint, resource, locked_until)
     select scope, key, fingerprint, resource, now() + make_interval(secs => $5) from asked order by scope, key
     on conflict do nothing returning scope, key
   )
   select a.n::int, t.key is not null as fresh, k.fingerprint = a.fingerprint as same, k.state,
          k.locked_until < now() as expired, k.resource, k.answer
     from asked a left join taken t using (scope, key) left join platform.idempotency_keys k using (scope, key)
    order by a.n`,
);
const LOOK = statement(
  'platform.look-at-key',
  `select 1 as n, false as fresh, fingerprint = $3 as same, state, locked_until < now() as expired, resource, answer
     from platform.idempotency_keys where scope = $1 and key = $2`,
);
const TAKE_OVER = statement(
  'platform.take-over-key',
  `update platform.idempotency_keys set locked_until = now() + make_interval(secs => $3)
    where scope = $1 and key = $2 and state = 'in_progress' and locked_until < now() returning resource`,
);

const ABANDON = statement(
  'platform.abandon-keys',
  `delete from platform.idempotency_keys k using unnest($1::text[], $2::text[]) as a(scope, key)
    where k.scope = a.scope and k.key = a.key and k.state = 'in_progress'`,
);
const YIELD = statement(
  'platform.yield-key',
  `update platform.idempotency_keys set locked_until = now() where scope = $1 and key = $2 and state = 'in_progress'`,
);
const FORGET = statement(
  'platform.forget-keys-of',
  `delete from platform.idempotency_keys
    where scope = any($1::text[]) or created_at = any($2::timestamptz[]) and starts_with(scope, '${ANONYMOUS}')`,
);

@Injectable()
export class PostgresIdempotency extends Idempotency {
  constructor(
    private readonly database: Database,
    private readonly work: MikroUnitOfWork,
    private readonly sealed: SealedAnswers,
  ) {
    super();
  }

  async claim(requests: readonly KeyedRequest[]): Promise<Claim[]> {
    const rows = await this.database.query<Row>(CLAIM, [
      requests.map((request) => request.scope),
      requests.map((request) => request.key),
      requests.map((request) => request.fingerprint),
      requests.map((request) => (request.resource ? toUuid(request.resource) : null)),
      Idempotency.LEASE_SECONDS,
    ]);
    const claims: Claim[] = [];
    const taken = new Set<string>();
    for (const [position, row] of rows.entries()) {
      const request = requests[position]!;
      // A key that comes twice in one batch is fresh for the first of them alone.
      const name = `${request.scope} ${request.key}`;
      claims.push(await this.#judge(request, taken.has(name) ? { ...row, fresh: false } : row));
      taken.add(name);
    }
    return claims;
  }

  async abandon(requests: readonly Pick<KeyedRequest, 'scope' | 'key'>[]): Promise<void> {
    await this.database.send(ABANDON, [requests.map(({ scope }) => scope), requests.map(({ key }) => key)]);
  }

  async yield({ scope, key }: Pick<KeyedRequest, 'scope' | 'key'>): Promise<void> {
    await this.database.send(YIELD, [scope, key]);
  }

  async forget(scopes: readonly string[], begunAt: readonly string[]): Promise<void> {
    await this.database.send(FORGET, [scopes, begunAt]);
  }

  finish(answers: readonly (StoredAnswer & { readonly scope: string; readonly key: string })[]): void {
    this.work.finish(
      answers.map(({ scope, key, ...answer }) => ({ scope, key, status: answer.status, answer: this.sealed.seal(answer) })),
    );
  }

  async #judge(request: KeyedRequest, given: Row): Promise<Claim> {
    if (given.fresh) return { kind: 'new' };
    // A claim that waited for a competitor does not see its row in the same statement.
    const row = given.state ? given : await this.database.first<Row>(LOOK, [request.scope, request.key, request.fingerprint]);
    if (!row) return { kind: 'running' };
    if (!row.same) return { kind: 'reused' };
    if (row.state === 'done') return { kind: 'done', answer: this.sealed.open(row.answer!) };
    if (!row.expired || !row.resource) return { kind: 'running', resource: row.resource ?? undefined };
    const taken = await this.database.first<{ resource: string }>(TAKE_OVER, [request.scope, request.key, Idempotency.LEASE_SECONDS]);
    return taken ? { kind: 'resume', resource: taken.resource } : { kind: 'running', resource: row.resource };
  }
}
