import type { Page } from '../kernel/index.js';
import { InvalidRequest } from './problems.js';

export type CursorValue = string | number;

/** An opaque keyset cursor: the sort values of the last row, and which order they belong to. */
export function encodeCursor(order: string, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIMESTAMP = /^([1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d)?$/;

const SHAPES = {
  uuid: (text: string) => UUID.test(text),
  timestamp: (text: string) => {
    const day = TIMESTAMP.exec(text)?.[1];
    return day !== undefined && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  },
  whole: (text: string) => /^\d{1,15}$/.test(text),
  any: (text: string) => !text.includes('\u0000'),
};

/** What a value of a cursor must look like, so that PostgreSQL can read it: cursors come from outside. */
export type CursorShape = keyof typeof SHAPES;

/** @throws InvalidRequest when the cursor is not one that this list in this order gave out. */
export function decodeCursor(cursor: string, order: string, shapes: readonly CursorShape[] | number): CursorValue[] {
  const wanted = typeof shapes === 'number' ? Array<CursorShape>(shapes).fill('any') : shapes;
  const fits = (value: unknown, at: number) => (typeof value === 'string' || Number.isFinite(value)) && SHAPES[wanted[at] ?? 'any'](String(value));
  try {
    const [given, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (given === order && values.length === wanted.length && values.every(fits)) return values as CursorValue[];
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
