import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, type DatabaseConnection, type Transaction } from 'kysely';
import type pg from 'pg';
import { atMost } from './at-most.js';
import { SAVEPOINT, type Statement, statement, UNDO } from './statement.js';

const CLOSE_MS = 5_000;
const RELEASE = statement('platform.release', 'release savepoint attempt');

/** A transaction of a unit of work: its connection, and what was sent on it without waiting. */
interface Session {
  readonly connection: DatabaseConnection;
  readonly sent: Promise<unknown>[];
  failure?: unknown;
  /** Why PostgreSQL refuses all that was asked since. */
  reason?: unknown;
}

/** The connections of the pool now. */
export interface PoolState {
  readonly used: number;
  readonly idle: number;
  /** Work that waits for one. */
  readonly waiting: number;
  readonly max: number;
}

/** PostgreSQL's answer to all that is asked after a failure, until it is undone. */
const ABORTED = '25P02';

/**
 * SQL through the same connection as everything else of the ambient unit of work; outside of one, through the
 * pool. For hot paths and reads; plain writes go through MikroORM records.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly #sessions = new WeakMap<object, Session>();
  #pool?: pg.Pool;

  constructor(
    private readonly orm: MikroORM,
    private readonly em: EntityManager,
  ) {}

  /** The rows of a named statement, in column names as SQL gives them. */
  async query<Row>(sql: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const transaction = this.#transaction();
    if (transaction) {
      const session = this.#sessions.get(transaction) ?? (await this.#open(transaction));
      return this.#ask<Row>(session, sql, values);
    }
    const pool = this.#pool ?? (await this.pool());
    return (await pool.query(sql, values as unknown[])).rows as Row[];
  }

  /**
   * Sends a statement of the unit of work whose outcome nothing waits for: the next one follows on its heels, which saves a
   * round trip. Statements run in the order of the calls; one that fails fails the whole unit of work. `refusal` may
   * turn its error into one with a meaning.
   * @throws Error when no unit of work is active.
   */
  async send(sql: Statement, values: readonly unknown[], refusal: (error: unknown) => unknown = (error) => error): Promise<void> {
    const transaction = this.#transaction();
    if (!transaction) throw new Error('Statements can only be sent ahead inside a unit of work');
    const session = this.#sessions.get(transaction) ?? (await this.#open(transaction));
    const failed = (error: unknown): void => {
      session.failure ??= refusal(error);
    };
    session.sent.push(session.connection.executeQuery(CompiledQuery.raw(sql, values as unknown[])).catch(failed));
  }

  /**
   * Runs `work` behind a savepoint: when it throws, or when a statement that it sent ahead fails, what it wrote is undone and the
   * unit of work goes on. One at a time. @throws what made it fail; Error when no unit of work is active.
   */
  async undoable<T>(work: () => Promise<T>): Promise<T> {
    const transaction = this.#transaction();
    if (!transaction) throw new Error('Only a unit of work can undo a part of itself');
    const session = this.#sessions.get(transaction) ?? (await this.#open(transaction));
    // Waited for: once it is set, all that was sent before it is known to have worked.
    await this.query(SAVEPOINT);
    try {
      const value = await work();
      await Promise.all(session.sent);
      if (session.failure) throw session.failure;
      await this.send(RELEASE, []);
      return value;
    } catch (error) {
      await Promise.all(session.sent);
      session.failure = undefined;
      session.reason = undefined;
      await this.query(UNDO);
      throw error;
    }
  }

  /** Waits for all that was sent on this transaction and answers the first failure among it, if there was one. */
  async settled(transaction: object): Promise<unknown> {
    const session = this.#sessions.get(transaction);
    if (session) await Promise.all(session.sent);
    return session?.failure;
  }

  /** The first row, or undefined. */
  async first<Row>(sql: Statement, values: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.query<Row>(sql, values))[0];
  }

  /** The pool of this process; for what needs a session of its own (LISTEN, advisory locks). */
  async pool(): Promise<pg.Pool> {
    const connection = this.em.getConnection() as unknown as { getNativeClient(): Promise<pg.Pool> };
    return (this.#pool ??= await connection.getNativeClient());
  }

  /** Undefined until the pool was used. */
  get poolState(): PoolState | undefined {
    const pool = this.#pool;
    return pool && { used: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount, max: pool.options.max };
  }

  /** Closed last, after everything that may still write. */
  async onApplicationShutdown(): Promise<void> {
    await atMost(CLOSE_MS, this.orm.close(true));
  }

  /** Of several statements on their way, whoever asked for a later one may hear of the failure sooner than whoever asked for the one that failed. */
  async #ask<Row>(session: Session, sql: Statement, values: readonly unknown[]): Promise<Row[]> {
    try {
      return (await session.connection.executeQuery(CompiledQuery.raw(sql, values as unknown[]))).rows as Row[];
    } catch (error) {
      if ((error as { code?: string }).code === ABORTED) throw session.reason ?? error;
      session.reason ??= error;
      throw error;
    }
  }

  #transaction(): Transaction<unknown> | undefined {
    return this.em.getTransactionContext() as unknown as Transaction<unknown> | undefined;
  }

  /** Kysely lets the statements of a transaction wait for each other; on its connection itself they do not. */
  async #open(transaction: Transaction<unknown>): Promise<Session> {
    const connection = await transaction.getExecutor().provideConnection(async (lent) => lent);
    const session = this.#sessions.get(transaction) ?? { connection, sent: [] };
    this.#sessions.set(transaction, session);
    return session;
  }
}
