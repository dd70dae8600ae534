import { type CursorShape, type CursorValue, decodeCursor, InvalidRequest } from '@holdfast/platform';

const LOOKS = {
  uuid: /^/,
  timestamptz: /^/,
  text: /^[^\u0000]*$/,
  int: /^\d{1,9}$/,
  bigint: /^\d{1,15}$/,
  numeric: /^\d{1,9}(\.\d{1,6})?$/,
} as const;

/** Ids and times are judged by the platform; numbers and words here. */
const shapeOf = (type: KeyType): CursorShape => (type === 'timestamptz' ? 'timestamp' : type === 'uuid' ? 'uuid' : 'any');

export type KeyType = keyof typeof LOOKS;

/**
 * The values of a cursor, each as PostgreSQL will be able to read it: cursors come from outside.
 * @throws InvalidRequest when the cursor is not one that this list in this order gave out.
 */
export function keysetOf(cursor: string, order: string, types: readonly KeyType[]): CursorValue[] {
  const values = decodeCursor(cursor, order, types.map(shapeOf));
  if (values.every((value, at) => LOOKS[types[at]!].test(String(value)))) return values;
  throw new InvalidRequest([{ pointer: '?cursor', code: 'is-cursor', message: 'cursor must be a next_cursor of this list in this order' }]);
}
