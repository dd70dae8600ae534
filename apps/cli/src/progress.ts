import type { Screen } from './screen.js';

const WIDTH = 24;
const PLACES: readonly string[] = ['█', '░'];

/** `████████░░░░░░░░░░░░░░░░  33 %  400 of 1,200 bytes` */
export function bar(done: number, all: number, what: string): string {
  const share = all > 0 ? Math.min(1, done / all) : 0;
  const full = Math.round(share * WIDTH);
  return `${PLACES[0]!.repeat(full)}${PLACES[1]!.repeat(WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)} %  ${number(done)} of ${number(all)} ${what}`;
}

/** Shows how far `work` is while it goes on, where somebody watches, and nothing once it has ended. */
export async function withProgress<T>(screen: Screen, work: (show: (line: string) => void) => Promise<T>): Promise<T> {
  try {
    return await work((line) => screen.show?.(line));
  } finally {
    screen.show?.('');
  }
}

export const number = (value: number): string => value.toLocaleString('en');
