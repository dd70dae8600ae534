import { Money, MoneyError } from '@holdfast/kernel';
import type { LineFault, SettlementLine } from '../../domain/settlement/settlement-line.js';
import type { ReportColumns, ReportRow } from './report-format.js';

type Column = Exclude<keyof ReportColumns, 'types' | 'decimal'>;

const REQUIRED: readonly Column[] = ['id', 'type', 'amount', 'currency', 'created'];
const COLUMNS: readonly Column[] = [...REQUIRED, 'fee', 'net', 'reference', 'payment', 'key'];
const TIME = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d(?:\.\d+)?)?(?: ?(?:UTC|Z))?)?$/;
const NAME = 255;

/**
 * Reads the rows of a report one after the other, exactly: decimals become minor units of their currency without ever being floats. Every faulty
 * cell is named.
 */
export class ReportReader {
  #header: readonly string[] | undefined;
  #at: ReadonlyMap<Column, readonly number[]> = new Map();
  #rows = 0;
  #isHopeless = false;
  #faults: LineFault[] = [];

  constructor(private readonly columns: ReportColumns) {}

  /** The line of a row; undefined for the first one, which names the columns, and where the row has faults. */
  read(row: ReportRow): SettlementLine | undefined {
    if (this.#isHopeless) return undefined;
    if (!this.#header) return this.#readHeader(row);
    this.#rows++;
    return new LineReader(row, this.#header, this.#at, this.columns, this.#faults).read();
  }

  /** Two rows with one id say different things. */
  contradicts(line: SettlementLine, before: SettlementLine): boolean {
    if (sameLine(before, line)) return false;
    this.#faults.push(fault(line.position, this.columns.id[0]!, 'contradicting-line', `${line.id} stands in line ${before.position} as well, with other data.`));
    return true;
  }

  /** What was found since it was asked last, in the order of the file. */
  takeFaults(): LineFault[] {
    const found = this.#faults.toSorted((a, b) => a.line - b.line);
    this.#faults = [];
    return found;
  }

  /** There are no more rows. */
  end(): void {
    if (!this.#header) this.#faults.push(fault(1, null, 'empty-file', 'The file is empty.'));
    else if (this.#rows === 0 && !this.#isHopeless) this.#faults.push(fault(1, null, 'no-rows', 'There is no row after the names of the columns.'));
  }

  #readHeader({ line, cells }: ReportRow): undefined {
    const { columns } = this;
    this.#header = cells;
    this.#at = new Map(COLUMNS.map((column) => [column, indexesOf(cells, columns[column])]));
    const needed = (column: Column): boolean => REQUIRED.includes(column) || ((column === 'fee' || column === 'net') && columns[column] !== undefined);
    const absent = COLUMNS.filter((column) => this.#at.get(column)!.length === 0 && needed(column));
    this.#isHopeless = absent.length > 0;
    this.#faults.push(...absent.map((column) => fault(line, columns[column]![0]!, 'missing-column', `The first line lacks the column ${columns[column]![0]}.`)));
    return undefined;
  }
}

const fault = (line: number, column: string | null, code: string, message: string): LineFault => ({ line, column, code, message });
const indexesOf = (header: readonly string[], names: readonly string[] | undefined): number[] =>
  (names ?? []).map((name) => header.findIndex((cell) => cell.trim().toLowerCase() === name.toLowerCase())).filter((index) => index !== -1);
const sameLine = ({ position: _, ...a }: SettlementLine, { position: __, ...b }: SettlementLine): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `1.234,50` as `1234.50`. Digits in groups of other than three are left as they are, and refused by whoever reads on. */
function plainDecimal(cell: string, decimal: '.' | ','): string {
  const group = decimal === '.' ? ',' : '.';
  const [whole = '', ...rest] = cell.split(decimal);
  const grouped = new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+$`).test(whole);
  return [grouped ? whole.replaceAll(group, '') : whole.replaceAll(group, '?'), ...rest].join(rest.length === 1 ? '.' : '?');
}

/** Reads one row, and notes what is wrong with its cells. */
class LineReader {
  #sound = true;

  constructor(
    private readonly row: ReportRow,
    private readonly header: readonly string[],
    private readonly at: ReadonlyMap<Column, readonly number[]>,
    private readonly columns: ReportColumns,
    private readonly faults: LineFault[],
  ) {}

  read(): SettlementLine | undefined {
    const { length } = this.row.cells;
    if (length !== this.header.length) {
      this.#fault(null, 'wrong-cells', `The row has ${length} cells, the first line ${this.header.length}.`);
      return undefined;
    }
    const currency = this.#currency();
    const [amount, fee, net] = [this.#money('amount', currency), this.#money('fee', currency) ?? 0, this.#money('net', currency)];
    const occurredAt = this.#time();
    const [id, type, reference, payment, key] = [this.#name('id', true), this.#name('type', true), this.#name('reference'), this.#name('payment'), this.#name('key')];
    if (amount === undefined && this.#sound) this.#fault('amount', 'missing-amount', 'The row has no amount.');
    if (!this.#sound || amount === undefined || !occurredAt || !id || !type || !currency) return undefined;
    if (net !== undefined && net !== amount - fee) {
      this.#fault('net', 'wrong-net', 'The net is not the amount less the fee.');
      return undefined;
    }
    const kind = this.columns.types[type.toLowerCase()] ?? (/^d[up]_/.test(reference ?? '') ? 'dispute' : 'other');
    return { id, position: this.row.line, kind, type, reference, payment, key, amount, fee, net: amount - fee, currency, occurredAt };
  }

  /** Of several columns that may hold it, the first that the file has; keys stand in that of whatever the row is about. */
  #cell(column: Column): string {
    const cells = (this.at.get(column) ?? []).map((index) => (this.row.cells[index] ?? '').trim());
    return (column === 'key' ? cells.find((cell) => cell !== '') : cells[0]) ?? '';
  }

  #fault(column: Column | null, code: string, message: string): void {
    this.#sound = false;
    this.faults.push(fault(this.row.line, column === null ? null : (this.header[this.at.get(column)?.[0] ?? -1] ?? column), code, message));
  }

  #name(column: Column, required = false): string | null {
    const cell = this.#cell(column);
    if (cell.length > NAME) this.#fault(column, 'too-long', `This has ${NAME} characters at most.`);
    if (required && cell === '') this.#fault(column, 'missing', 'This is needed in every row.');
    return cell === '' ? null : cell;
  }

  #currency(): string | undefined {
    const code = this.#cell('currency').toUpperCase();
    if (/^[A-Z]{3}$/.test(code)) return code;
    this.#fault('currency', 'invalid-currency', 'This is no ISO 4217 code, like EUR.');
    return undefined;
  }

  #money(column: Column, currency: string | undefined): number | undefined {
    const cell = this.#cell(column);
    if (cell === '' || !currency) return undefined;
    const plain = plainDecimal(cell, this.columns.decimal);
    try {
      return Money.parse(plain, currency).amount;
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      this.#fault(column, 'invalid-amount', `This is not an amount in ${currency}.`);
      return undefined;
    }
  }

  #time(): Date | undefined {
    const [, day, clock = '00:00', seconds = ':00'] = TIME.exec(this.#cell('created')) ?? [];
    const time = new Date(`${day}T${clock}${seconds}Z`);
    if (day && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day)) return time;
    this.#fault('created', 'invalid-time', 'This is no time like 2026-01-31 10:00:00 in UTC.');
    return undefined;
  }
}
