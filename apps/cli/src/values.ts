import { UsageError } from './command-context.js';

const MOST = 86_400;

/** A number above 0 on the command line. @throws UsageError */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || value > MOST) throw new UsageError(`"${text}" is not a number above 0.`);
  return value;
}

/** A whole number, 0 or more. @throws UsageError */
export function whole(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(`"${text}" is not a whole number.`);
  return Number(text);
}
