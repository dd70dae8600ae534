import { holdsCardNumber, isGtin, Money, MoneyError } from '@holdfast/kernel';
import type { RowFault } from '../../application/product-file.js';
import type { Column, Columns } from './columns.js';
import type { CsvRow } from '@holdfast/platform';

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const YES = new Set(['true', 'yes', '1']);
const NO = new Set(['false', 'no', '0']);
const MAX_COUNT = 1_000_000_000;

/** Reads the cells of one row, each in its own sense, and collects what is wrong with them. */
export class RowReader {
  readonly faults: RowFault[] = [];

  constructor(
    private readonly columns: Columns,
    private readonly row: CsvRow,
  ) {
    const { length } = row.cells;
    if (length !== columns.header.length) {
      this.faults.push({ line: row.line, code: 'column-count', message: `The row has ${length} cells, the first line has ${columns.header.length}.` });
    }
    this.refuseCards();
  }

  get line(): number {
    return this.row.line;
  }

  /** Uploads with card numbers are refused as they arrive, but for digits that may be a bar code. Here the columns are known. */
  private refuseCards(): void {
    const barcode = this.columns.cell(this.row.cells, 'barcode');
    if (!this.row.cells.some((cell) => holdsCardNumber(cell) && !(cell.trim() === barcode && isGtin(barcode)))) return;
    this.faults.push({ line: this.row.line, code: 'card-data-not-accepted', message: 'A cell of this row looks like a card number. Those are not taken, and not shown here.' });
  }

  text(column: Column, max = 255): string {
    const cell = this.columns.cell(this.row.cells, column);
    if (cell.length > max) this.fault(column, 'too-long', `The text has more than ${max} characters.`);
    if (CONTROL.test(cell)) this.fault(column, 'control-characters', 'The text has control characters.');
    return cell;
  }

  /** Minor units of the currency, or null where the cell is empty. */
  amount(column: Column, currency: string): number | null {
    const cell = this.columns.cell(this.row.cells, column);
    if (cell === '') return null;
    try {
      const { amount } = Money.parse(cell, currency);
      if (amount >= 0) return amount;
      this.fault(column, 'negative-amount', 'A price is not negative.');
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      this.fault(column, 'invalid-amount', `This is not an amount in ${currency}, like 19.99.`);
    }
    return null;
  }

  /** A count, zero or more; undefined where the cell is empty. */
  count(column: Column): number | undefined {
    const cell = this.columns.cell(this.row.cells, column);
    if (cell === '') return undefined;
    const number = Number(cell);
    if (/^-\d+(\.\d+)?$/.test(cell)) this.fault(column, 'negative-number', 'The number must not be negative.');
    else if (!/^\d+(\.0+)?$/.test(cell) || number > MAX_COUNT) this.fault(column, 'invalid-number', 'This is not a whole number.');
    else return number;
    return undefined;
  }

  /** Grams may have decimals in files; they are rounded. */
  grams(column: Column): number | undefined {
    const cell = this.columns.cell(this.row.cells, column);
    if (cell === '') return undefined;
    if (/^\d{1,9}(\.\d+)?$/.test(cell)) return Math.round(Number(cell));
    this.fault(column, 'invalid-number', 'This is not a weight in grams.');
    return undefined;
  }

  flag(column: Column): boolean | undefined {
    const cell = this.columns.cell(this.row.cells, column).toLowerCase();
    if (YES.has(cell)) return true;
    if (NO.has(cell)) return false;
    if (cell !== '') this.fault(column, 'invalid-flag', 'This must be true or false.');
    return undefined;
  }

  address(column: Column): string | undefined {
    const cell = this.text(column, 2_048);
    if (cell === '') return undefined;
    if (/^https?:\/\//.test(cell) && URL.canParse(cell)) return cell;
    this.fault(column, 'invalid-address', 'This is not an address that starts with https://.');
    return undefined;
  }

  fault(column: Column, code: string, message: string): void {
    const value = this.columns.cell(this.row.cells, column).replaceAll(new RegExp(CONTROL, 'g'), '\uFFFD');
    this.faults.push({ line: this.row.line, code, message, column: this.columns.nameOf(column), value: value.slice(0, 100) || undefined });
  }
}
