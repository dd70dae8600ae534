const BAR = 32;
const REDRAW_MS = 80;

/** The terminal of the demo: calm, in colors where a person looks on, plain text elsewhere. */
export class Screen {
  readonly #live = process.stdout.isTTY === true;
  #chapters = 0;
  #drawnAt = 0;

  chapter(title: string): void {
    this.#chapters++;
    this.#print(`\n${this.bold(`${this.#chapters}  ${title}`)}`);
  }

  fact(name: string, value: string): void {
    this.#print(`   ${this.dim(name.padEnd(24))} ${value}`);
  }

  /** A fact that must be so, marked with whether it is. */
  verdict(isSo: boolean, name: string, value = ''): void {
    const mark = isSo ? this.#paint(32, '✓') : this.#paint(31, '✗');
    this.#print(`   ${mark} ${value ? `${name.padEnd(22)} ${value}` : name}`);
  }

  text(lines: string): void {
    this.#print(lines.replaceAll(/^/gm, `   ${this.dim('│')} `));
  }

  gap(): void {
    this.#print('');
  }

  line(text: string): void {
    this.#print(`   ${text}`);
  }

  /** Shows how far something is; gone when it is done. Nothing where nobody looks on. */
  progress(name: string, done: number, all: number): void {
    if (!this.#live) return;
    if (done >= all) return void process.stdout.write('\r\u001b[K');
    if (Date.now() - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = Date.now();
    const filled = Math.round((done / all) * BAR);
    const bar = this.#paint(36, '━'.repeat(filled)) + this.dim('━'.repeat(BAR - filled));
    process.stdout.write(`\r   ${this.dim(name.padEnd(24))} ${bar} ${count(done)}\u001b[K`);
  }

  bold(text: string): string {
    return this.#paint(1, text);
  }

  dim(text: string): string {
    return this.#paint(2, text);
  }

  #paint(code: number, text: string): string {
    return this.#live ? `\u001b[${code}m${text}\u001b[0m` : text;
  }

  #print(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}

/** 10,000 and not 10000. */
export const count = (number: number): string => number.toLocaleString('en-US');
