/** Minor-unit digits of currencies that do not have two (ISO 4217). */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4,
};

/** The largest amount Holdfast books: 10¹² minor units, well inside what a JavaScript number holds exactly. */
export const MAX_AMOUNT = 1_000_000_000_000;

/** Money as it stands on the wire and in snapshots: integer minor units and an ISO 4217 code. */
export interface MoneyData {
  readonly amount: number;
  readonly currency: string;
}

/** An amount that is no whole number of minor units, is out of range, or mixes currencies: a bug, not a refusal. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError';
}

/** How many digits of the currency are minor units: EUR 2, JPY 0, KWD 3. */
export function minorDigits(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** An exact amount of one currency, in integer minor units. Immutable; currencies never mix. */
export class Money {
  private constructor(
    readonly amount: number,
    readonly currency: string,
  ) {}

  /** @throws MoneyError when the amount is not a whole number within ±10¹² or the currency is no ISO code. */
  static of(amount: number, currency: string): Money {
    if (!Number.isSafeInteger(amount) || Math.abs(amount) > MAX_AMOUNT) {
      throw new MoneyError(`${amount} is not a whole number of minor units within range`);
    }
    if (!/^[A-Z]{3}$/.test(currency)) throw new MoneyError(`${currency} is not a currency code`);
    return new Money(amount, currency);
  }

  static zero(currency: string): Money {
    return Money.of(0, currency);
  }

  /**
   * Reads a decimal as people write it in files: `1999.5` EUR is 199950.
   * @throws MoneyError when it is no plain decimal or has more digits than the currency.
   */
  static parse(decimal: string, currency: string): Money {
    const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(decimal.trim());
    if (!match) throw new MoneyError(`"${decimal}" is not an amount of money`);
    const digits = minorDigits(currency);
    const fraction = withoutLastZeros(match[3] ?? '');
    if (fraction.length > digits) {
      throw new MoneyError(`"${decimal}" has more than ${digits} decimals, which ${currency} does not have`);
    }
    const minor = Number(match[2]! + fraction.padEnd(digits, '0'));
    return Money.of(match[1] ? 0 - minor : minor, currency);
  }

  plus(other: Money): Money {
    return Money.of(this.amount + this.#same(other).amount, this.currency);
  }

  minus(other: Money): Money {
    return Money.of(this.amount - this.#same(other).amount, this.currency);
  }

  times(quantity: number): Money {
    return Money.of(this.amount * quantity, this.currency);
  }

  equals(other: Money): boolean {
    return this.amount === other.amount && this.currency === other.currency;
  }

  /**
   * Splits the amount by weights so that the parts add up to it exactly: each part is rounded down and the
   * minor units left over go to the largest remainders, ties to the earlier position. With no weight at
   * all every part counts the same.
   */
  allocate(weights: readonly number[]): Money[] {
    if (weights.length === 0) throw new MoneyError('There is nothing to allocate to');
    if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) {
      throw new MoneyError('Weights are whole numbers, zero or more');
    }
    const given = weights.map(BigInt);
    const sum = given.reduce((total, weight) => total + weight, 0n);
    const shares = sum === 0n ? given.map(() => 1n) : given;
    const whole = sum === 0n ? BigInt(shares.length) : sum;
    const sign = this.amount < 0 ? -1 : 1;
    const total = BigInt(Math.abs(this.amount));
    const parts = shares.map((share) => Number((total * share) / whole));
    const rest = shares.map((share, position) => ({ position, remainder: (total * share) % whole }));
    rest.sort((a, b) => (a.remainder === b.remainder ? a.position - b.position : a.remainder < b.remainder ? 1 : -1));
    let left = Number(total) - parts.reduce((a, b) => a + b, 0);
    for (const { position } of rest) {
      if (left-- <= 0) break;
      parts[position]!++;
    }
    return parts.map((part) => Money.of(part === 0 ? 0 : sign * part, this.currency));
  }

  toJSON(): MoneyData {
    return { amount: this.amount, currency: this.currency };
  }

  /** For people: `19.99 EUR`. */
  toString(): string {
    return `${decimal(this)} ${this.currency}`;
  }

  #same(other: Money): Money {
    if (other.currency !== this.currency) throw new MoneyError(`${this.currency} and ${other.currency} do not mix`);
    return other;
  }
}

/** The amount in major units without rounding: 1999 EUR is `19.99`, 500 JPY is `500`. */
export function decimal({ amount, currency }: MoneyData): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const major = text.slice(0, text.length - digits);
  return `${amount < 0 ? '-' : ''}${major}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
}

/** Not by an expression that looks for the end from each zero: files may have a million of them. */
function withoutLastZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}
