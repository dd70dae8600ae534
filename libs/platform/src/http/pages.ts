import type { Page } from '../kernel/index.js';
import { InvalidRequest } from './problems.js';

export type CursorValue = string | number;

/** An opaque keyset cursor: the sort values of the last row, and which order they belong to. */
export function encodeCursor(order: string, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url');
}

/** @throws InvalidRequest when the cursor is not one that this list in this order gave out. */
export function decodeCursor(cursor: string, order: string, length: number): CursorValue[] {
  try {
    const [given, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (given === order && values.length === length && values.every((value) => typeof value === 'string' || Number.isFinite(value))) {
      return values as CursorValue[];
    }
  } catch {
    // Not one of ours: said below.
  }
  throw new InvalidRequest([{ pointer: '?cursor', code: 'is-cursor', message: 'cursor must be a next_cursor of this list in this order' }]);
}

/** One row more than asked for was read; it tells whether there is a next page. */
export function pageOf<Row, T>(rows: readonly Row[], limit: number, view: (row: Row) => T, cursor: (last: Row) => string): Page<T> {
  const more = rows.length > limit;
  const shown = more ? rows.slice(0, limit) : rows;
  return {
    data: shown.map(view),
    page: { next_cursor: more ? cursor(shown[shown.length - 1]!) : null, has_more: more },
  };
}
