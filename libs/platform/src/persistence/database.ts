import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, type Transaction } from 'kysely';
import type pg from 'pg';
import { atMost } from './at-most.js';
import type { Statement } from './statement.js';

const CLOSE_MS = 5_000;

/**
 * SQL through the same connection as everything else of the ambient unit of work; outside of one, through the
 * pool. For hot paths and reads; plain writes go through MikroORM records.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  #pool?: pg.Pool;

  constructor(
    private readonly orm: MikroORM,
    private readonly em: EntityManager,
  ) {}

  /** The rows of a named statement, in column names as SQL gives them. */
  async query<Row>(sql: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const transaction = this.em.getTransactionContext() as unknown as Transaction<unknown> | undefined;
    if (transaction) {
      const result = await transaction.executeQuery(CompiledQuery.raw(sql, values as unknown[]));
      return result.rows as Row[];
    }
    const pool = this.#pool ?? (await this.pool());
    return (await pool.query(sql, values as unknown[])).rows as Row[];
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

  /** Closed last, after everything that may still write. */
  async onApplicationShutdown(): Promise<void> {
    await atMost(CLOSE_MS, this.orm.close(true));
  }
}
