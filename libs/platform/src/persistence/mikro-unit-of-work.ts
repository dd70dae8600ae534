import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/postgresql';
import { AuditTrail, type NotedEvent } from '../audit/audit-trail.js';
import { type DomainEvent, type Settled, UnitOfWork } from '../kernel/index.js';
import { traced } from '../telemetry/tracing.js';
import { CommitRecord, type FinishedKey } from './commit-record.js';
import { Database } from './database.js';

/** Serialization failure and deadlock: PostgreSQL undid everything and asks for another try. */
const RETRYABLE = new Set(['40001', '40P01']);
const TRIES = 5;

interface Scope {
  readonly events: DomainEvent[];
  readonly finished: FinishedKey[];
  readonly noted: NotedEvent[];
  readonly effects: (() => void)[];
}

/** The unit of work as a MikroORM transaction, carried by AsyncLocalStorage. */
@Injectable()
export class MikroUnitOfWork extends UnitOfWork {
  readonly #scopes = new AsyncLocalStorage<Scope>();

  constructor(
    private readonly em: EntityManager,
    private readonly database: Database,
    private readonly commitRecord: CommitRecord,
    private readonly auditTrail: AuditTrail,
  ) {
    super();
  }

  get active(): boolean {
    return this.#scopes.getStore() !== undefined;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.active) return work();
    for (let attempt = 1; ; attempt++) {
      try {
        return await traced('transaction', {}, () => this.#transaction(work));
      } catch (error) {
        if (attempt === TRIES || !RETRYABLE.has((error as { code?: string }).code ?? '')) throw error;
        await sleep(Math.random() * 10 * 2 ** attempt);
      }
    }
  }

  async attempt<T>(work: () => Promise<T>): Promise<Settled<T>> {
    const scope = this.#scope();
    const { events, finished, noted, effects } = scope;
    const before: [number, number, number, number] = [events.length, finished.length, noted.length, effects.length];
    await this.em.flush();
    try {
      const value = await this.database.undoable(async () => {
        const answer = await work();
        await this.em.flush();
        await this.#recordSince(scope, before[0], before[1]);
        return answer;
      });
      return { ok: true, value };
    } catch (error) {
      this.em.clear();
      [events.length, finished.length, noted.length, effects.length] = before;
      return { ok: false, error };
    }
  }

  record(events: readonly DomainEvent[]): void {
    this.#scope().events.push(...events);
  }

  /** Keeps the answer of an idempotency key, to be stored with the commit. */
  finish(keys: readonly FinishedKey[]): void {
    this.#scope().finished.push(...keys);
  }

  /** Keeps an event for the audit log, to be stored with the commit. */
  note(event: NotedEvent): void {
    this.#scope().noted.push(event);
  }

  afterCommit(effect: () => void): void {
    this.#scope().effects.push(effect);
  }

  async #transaction<T>(work: () => Promise<T>): Promise<T> {
    const scope: Scope = { events: [], finished: [], noted: [], effects: [] };
    let transaction: object | undefined;
    try {
      const result = await this.em.transactional((em) => {
        transaction = em.getTransactionContext();
        return this.#scopes.run(scope, async () => {
          await this.auditTrail.begin();
          const answer = await work();
          await em.flush();
          // Sent ahead of the commit. Should it fail, PostgreSQL answers the commit by rolling back.
          await this.commitRecord.write(scope.events, scope.finished);
          await this.auditTrail.write(scope.noted);
          return answer;
        });
      });
      await this.#assertSent(transaction);
      this.#committed(scope);
      return result;
    } catch (error) {
      // The first failure is the reason; those after it only say that the transaction is over.
      await this.#assertSent(transaction);
      throw error;
    }
  }

  /** Writes what was recorded in an attempt as a part of it: with the commit it could fail the rest as well. */
  async #recordSince({ events, finished, effects }: Scope, firstEvent: number, firstKey: number): Promise<void> {
    const recorded = events.splice(firstEvent);
    await this.commitRecord.write(recorded, finished.splice(firstKey));
    if (recorded.length > 0) effects.push(() => this.commitRecord.committed(recorded));
  }

  async #assertSent(transaction: object | undefined): Promise<void> {
    const failure = transaction && (await this.database.settled(transaction));
    if (failure) throw failure;
  }

  #committed(scope: Scope): void {
    for (const effect of scope.effects) effect();
    if (scope.events.length > 0) this.commitRecord.committed(scope.events);
  }

  #scope(): Scope {
    const scope = this.#scopes.getStore();
    if (!scope) throw new Error('This may only happen inside a unit of work');
    return scope;
  }
}
