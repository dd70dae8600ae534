import type { ProofReport } from './proof.js';
import type { Proven } from './prove.js';

/** How often progress is told where lines cannot take each other's place, as in a file. */
const PLAIN_EVERY_MS = 15_000;

/** One line per proof, with its progress in the same line on a terminal. */
export class Screen {
  #name = '';
  #told = 0;

  say(line: string): void {
    console.log(line);
  }

  begin(name: string): void {
    this.#name = name;
    // The first line says what it is about to do.
    this.#told = -PLAIN_EVERY_MS;
    this.#write('…');
  }

  progress(line: string): void {
    if (process.stdout.isTTY) return this.#write(line);
    if (performance.now() - this.#told < PLAIN_EVERY_MS) return;
    this.#told = performance.now();
    this.#write(line);
  }

  end({ points, runs, failures, figures }: ProofReport, seconds: number): void {
    this.#write(`${failures.length === 0 ? '✓' : '✗'} ${points} points, ${runs} runs, ${failures.length} failures (${seconds} s)`);
    if (process.stdout.isTTY) process.stdout.write('\n');
    for (const [what, value] of Object.entries(figures)) console.log(`  ${what}: ${value}`);
    for (const { what, repeat } of failures) console.log(`  ✗ ${what.replaceAll('\n', '\n    ')}\n    again: ${repeat}`);
  }

  #write(text: string): void {
    const line = `prove ${this.#name.padEnd(18)} ${text}`;
    if (!process.stdout.isTTY) return console.log(line);
    process.stdout.write(`\r\u001B[2K${line.slice(0, (process.stdout.columns ?? 120) - 1)}`);
  }
}

/** The table at the end of a run. */
export function summary(proven: readonly Proven[]): string {
  const rows = proven.map(({ proof, report, seconds }) => [proof.name, report.points, report.runs, report.failures.length, seconds].map(String));
  const all = [['proof', 'points', 'runs', 'failures', 'seconds'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')).join('\n');
}
