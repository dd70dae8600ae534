import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { faultOf } from '../http/problem.filter.js';
import { TooManyRequests, Unavailable } from '../http/problems.js';
import { derivedToken } from '../http/secret-token.js';
import { type Admission, type Limit, type LimitName, LIMITS, type Quota, Throttle, UnitOfWork, type Who } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import type { PlatformSettings } from '../platform-settings.js';
import { LOGGER, PLATFORM_SETTINGS } from '../tokens.js';
import { DEFAULT_THROTTLING } from './throttling-settings.js';

// A row says when nothing of the limit will be in use any more (the "theoretical arrival time" of GCRA, ITU-T I.371): a try moves it on by the
// price of one point, and one that would move it beyond the whole window is refused. One row, one statement, one clock: the database's.
const TAKE = statement(
  'platform.take-rate',
  `insert into platform.rate_limits as kept (key, whole_at) values ($1, now() + $2::float8 * interval '1 second')
   on conflict (key) do update set whole_at = greatest(kept.whole_at, now()) + $2::float8 * interval '1 second'
   where greatest(kept.whole_at, now()) + $2::float8 * interval '1 second' <= now() + $3::float8 * interval '1 second' + interval '1 ms'
   returning extract(epoch from whole_at - now())::float8 as used`,
);
const USED = statement(
  'platform.used-rate',
  `select extract(epoch from whole_at - now())::float8 as used from platform.rate_limits where key = $1 and whole_at > now()`,
);
// Locked in the order of the keys: two who give back at once must not wait for each other.
const GIVE_BACK = statement(
  'platform.give-back-rate',
  `with given as (select * from unnest($1::text[], $2::float8[]) as given (key, seconds)),
        locked as (select kept.key, given.seconds from platform.rate_limits kept join given using (key) order by kept.key for update of kept)
   update platform.rate_limits kept set whole_at = greatest(kept.whole_at - locked.seconds * interval '1 second', now()) from locked where kept.key = locked.key`,
);
const KNOW_PLACE = statement(
  'platform.know-place',
  `insert into platform.rate_limits (key, whole_at) values ($1, now() + interval '90 days') on conflict (key) do update set whole_at = excluded.whole_at`,
);

/** What was taken of one limit. */
interface Taken {
  readonly limit: Limit;
  readonly key: string;
  /** Seconds until the limit is whole again. */
  readonly used: number;
}

/** Exact limits as rows of PostgreSQL. The rows tell no addresses: their keys are hashes under the secret of the installation. */
@Injectable()
export class PostgresThrottle extends Throttle {
  readonly #leniency: number;

  constructor(
    private readonly database: Database,
    private readonly work: UnitOfWork,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
    this.#leniency = (settings.throttling ?? DEFAULT_THROTTLING).leniency;
  }

  async take(limits: LimitName, who: Who): Promise<Admission> {
    if (this.work.active) throw new Error('Limits are asked outside of a unit of work: what was tried stays tried');
    try {
      return await this.#admitted(limits, who);
    } catch (error) {
      if (error instanceof TooManyRequests) throw error;
      this.logger.error({ err: error }, 'limits cannot be counted');
      // Whatever the reason: nobody may try without being counted.
      throw new Unavailable();
    }
  }

  async forgive(limits: LimitName, account: string): Promise<void> {
    const keys = this.#limits(limits).filter(({ by }) => by === 'account' || by === 'stranger').map(({ name }) => this.#key(name, account));
    await this.#giveBack(keys, keys.map(() => Infinity));
  }

  async #admitted(limits: LimitName, who: Who): Promise<Admission> {
    const taken: Taken[] = [];
    for (const limit of this.#limits(limits)) {
      const key = await this.#keyFor(limits, limit, who);
      if (key !== undefined) taken.push(await this.#take(limit, key));
    }
    return {
      quotas: taken.filter(({ limit: { by } }) => by === 'address' || by === 'place').map(({ limit, used }) => quotaOf(limit, used)),
      settle: (work) => this.#settle(limits, who, taken, work),
    };
  }

  /** @throws TooManyRequests */
  async #take(limit: Limit, key: string): Promise<Taken> {
    const price = limit.seconds / limit.points;
    const row = await this.database.first<{ used: number }>(TAKE, [key, price, limit.seconds]);
    if (row) return { limit, key, used: row.used };
    const { used } = (await this.database.first<{ used: number }>(USED, [key])) ?? { used: limit.seconds };
    throw new TooManyRequests(Math.max(1, Math.ceil(used + price - limit.seconds)), quotaOf(limit, used));
  }

  async #settle<T>(limits: LimitName, who: Who, taken: readonly Taken[], work: () => Promise<T>): Promise<T> {
    const failures = taken.filter(({ limit }) => limit.counts === 'failures');
    try {
      const result = await work();
      if (failures.length > 0) await this.#unfailing(() => this.#succeeded(limits, who, failures));
      return result;
    } catch (error) {
      if (faultOf(error).status >= 500) await this.#unfailing(() => this.#returned(failures));
      throw error;
    }
  }

  async #succeeded(limits: LimitName, who: Who, failures: readonly Taken[]): Promise<void> {
    await this.#returned(failures, ({ by }) => by === 'place');
    if (failures.some(({ limit }) => limit.by === 'stranger')) await this.database.query(KNOW_PLACE, [this.#knownPlace(limits, who)]);
  }

  #returned(taken: readonly Taken[], whole: (limit: Limit) => boolean = () => false): Promise<void> {
    return this.#giveBack(taken.map(({ key }) => key), taken.map(({ limit }) => (whole(limit) ? Infinity : limit.seconds / limit.points)));
  }

  async #giveBack(keys: readonly string[], seconds: readonly number[]): Promise<void> {
    if (keys.length > 0) await this.database.query(GIVE_BACK, [keys, seconds.map((some) => Math.min(some, LONGEST_SECONDS))]);
  }

  /** What was done is done: that its points are not given back is a pity and no reason to refuse it. */
  async #unfailing(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => this.logger.warn({ err: error }, 'points of a limit were not given back'));
  }

  #limits(name: LimitName): Limit[] {
    return LIMITS[name].map((limit) => ({ ...limit, points: limit.points * this.#leniency }));
  }

  /** Undefined where the request names nobody whom the limit could count. */
  async #keyFor(limits: LimitName, { name, by }: Limit, who: Who): Promise<string | undefined> {
    const { address, account } = who;
    if (by === 'address') return address === undefined ? undefined : this.#key(name, address);
    if (account === undefined) return undefined;
    if (by === 'account' || address === undefined) return this.#key(name, account);
    if (by === 'place') return this.#key(name, account, address);
    const known = await this.database.first(USED, [this.#knownPlace(limits, who)]);
    return known ? this.#key(name, account, address) : this.#key(name, account);
  }

  #knownPlace(limits: LimitName, { account = '', address = '' }: Who): string {
    return this.#key(`known:${limits}`, account, address);
  }

  #key(name: string, ...who: readonly string[]): string {
    return derivedToken(this.settings.secret, 'rate-limit', JSON.stringify([name, ...who]));
  }
}

const LONGEST_SECONDS = 1_000_000_000;

const quotaOf = ({ name, points, seconds }: Limit, used: number): Quota => ({
  name,
  points,
  seconds,
  left: Math.max(0, Math.floor(((seconds - used) / seconds) * points + 1e-6)),
  wholeIn: Math.max(0, Math.ceil(used)),
});
