import type { Settled } from './batcher.js';
import type { DomainEvent } from './domain-event.js';

/**
 * One transaction, ambient: everything that repositories and facades do inside `run` is committed together
 * or not at all, with the events recorded on the way.
 */
export abstract class UnitOfWork {
  /**
   * Runs `work` in the transaction that is open, or opens one. A transaction that this call opened and that lost
   * a race in the database (serialization failure, deadlock) is rolled back and `work` runs again, a few
   * times: so no I/O but the database's may happen inside.
   */
  abstract run<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Runs `work` as a part of the open unit of work whose failure undoes what that part wrote, recorded and meant to do after the commit, and
   * nothing else: for what must not take the rest down with it. Answers how it ended. One at a time.
   * @throws Error when no unit of work is active.
   */
  abstract attempt<T>(work: () => Promise<T>): Promise<Settled<T>>;

  /** Keeps events to be written with the commit. @throws Error when no unit of work is active. */
  abstract record(events: readonly DomainEvent[]): void;

  /** Does something in memory once the work is committed; never when it is rolled back. */
  abstract afterCommit(effect: () => void): void;

  /** Whether a transaction is open here; clients of other systems assert that none is. */
  abstract readonly active: boolean;
}
