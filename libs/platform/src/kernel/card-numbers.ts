/**
 * Numbers of payment cards in texts. A shop that never receives one stays under PCI DSS SAQ A, so they are refused wherever they turn up.
 * A card number has 13 to 19 digits (ISO/IEC 7812), perhaps in groups with spaces and dashes between them, begins like those of an issuer,
 * and its last digit is the check digit of Luhn.
 */

/** Blanks and dashes of any kind, between the groups in which people write long numbers. */
const GAP = '[\\p{Zs}\\p{Pd}]{1,3}';
const RUN = new RegExp(`\\d+(?:${GAP}\\d+)*`, 'gu');
const GAPS = new RegExp(GAP, 'u');
const MIN = 13;
const MAX = 19;
/** Cheap, and true of every text with a card number: most texts are looked at no further. */
const ENOUGH_DIGITS = /(?:[0-9\uff10-\uff19][\p{Zs}\p{Pd}]{0,3}){13}/u;
const WIDE_DIGITS = /[\uff10-\uff19]/g;
/** Random by their making; two in 100,000 would look like a card. */
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * Visa 4 · Mastercard 51–55, 2221–2720 · American Express 34, 37 · Discover 6011, 644–649, 65 · JCB 3528–3589 · Diners Club 30, 36, 38, 39 ·
 * UnionPay 62 · Maestro 50, 56–69.
 */
const ISSUERS = /^(?:[456]|3(?:[046789]|5(?:2[89]|[3-8]))|2(?:22[1-9]|2[3-9]|[3-6]|7(?:[01]|20)))/;

/** Whether a text may hold a card number; false is certain. */
export const mayHoldCardNumber = (text: string): boolean => ENOUGH_DIGITS.test(text);

/**
 * Whether a text holds a card number that is not glued to other letters or digits. International phone numbers (E.164: a plus and up to 15
 * digits), UUIDs and the fractions of decimal numbers do not count.
 */
export function holdsCardNumber(text: string): boolean {
  return cardNumbers(text).next().done === false;
}

/** A run of groups of digits in a text: where it begins, and where it ends. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** The runs that hold card numbers, as {@link holdsCardNumber} understands them. Those that `pardoned` is true of are passed over. */
export function* cardNumbers(text: string, pardoned: (digits: string) => boolean = () => false): Generator<Run> {
  if (!mayHoldCardNumber(text)) return;
  const plain = text
    .replaceAll(WIDE_DIGITS, (digit) => String(digit.charCodeAt(0) - 0xff10))
    .replaceAll(UUID, (uuid) => 'x'.repeat(uuid.length));
  for (const { 0: run, index } of plain.matchAll(RUN)) {
    const groups = groupsOf(plain, run, index);
    if (groups && holdsCard(groups, pardoned)) yield { from: index, to: index + run.length };
  }
}

/** The groups of digits that stand alone; none where the run cannot hold a card number. */
function groupsOf(text: string, run: string, index: number): string[] | undefined {
  if (run.length < MIN) return undefined;
  const groups = run.split(GAPS);
  const before = text.slice(Math.max(0, index - 2), index);
  const isPhone = before.endsWith('+') && groups.join('').length <= 15;
  if (isPhone) return undefined;
  if (LETTER_OR_DIGIT.test(before.slice(-1)) || /\d\.$/.test(before)) groups.shift();
  if (LETTER_OR_DIGIT.test(text.charAt(index + run.length))) groups.pop();
  return groups;
}

/** Any groups that follow each other may be the number: a quantity or a date can stand beside it. */
function holdsCard(groups: readonly string[], pardoned: (digits: string) => boolean): boolean {
  for (let from = 0; from < groups.length; from++) {
    if (!ISSUERS.test(groups[from]! + (groups[from + 1] ?? '') + (groups[from + 2] ?? '') + (groups[from + 3] ?? ''))) continue;
    for (let to = from, digits = ''; to < groups.length && digits.length < MAX; to++) {
      digits += groups[to]!;
      if (digits.length >= MIN && digits.length <= MAX && isLuhn(digits) && !pardoned(digits)) return true;
    }
  }
  return false;
}

/** The check digit of ISO/IEC 7812-1, annex B. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const digit = digits.charCodeAt(at) - 48;
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

/** A GTIN of 8, 12, 13 or 14 digits with its check digit (GS1 General Specifications, 7.9). One in ten satisfies Luhn as well. */
export function isGtin(text: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text)) return false;
  let sum = 0;
  for (let at = text.length - 1, weight = 1; at >= 0; at--, weight = 4 - weight) sum += weight * (text.charCodeAt(at) - 48);
  return sum % 10 === 0;
}
