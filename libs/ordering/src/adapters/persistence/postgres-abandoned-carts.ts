import { Injectable } from '@nestjs/common';
import { Database } from '@holdfast/platform';
import { AbandonedCarts } from '../../domain/abandoned-carts.js';
import { FORGET_CARTS, FORGET_CHECKOUTS } from './personal-data-statements.js';

@Injectable()
export class PostgresAbandonedCarts extends AbandonedCarts {
  constructor(private readonly database: Database) {
    super();
  }

  async forget(days: number, limit: number): Promise<number> {
    const carts = await this.database.query(FORGET_CARTS, [days, limit]);
    const checkouts = await this.database.query(FORGET_CHECKOUTS, [days, limit]);
    return carts.length + checkouts.length;
  }
}
