import type { FastifyRequest } from 'fastify';
import { holdsCardNumber, isGtin, mayHoldCardNumber, problem } from '../kernel/index.js';

/** Says neither the number nor where it stood: a name of a field may be one. */
export class CardDataNotAccepted extends problem({
  code: 'card-data-not-accepted',
  kind: 'refused',
  title: 'Card numbers are not taken here',
  about: 'Something in the request looks like the number of a payment card. Card data goes to the payment gateway only, from its own fields on the page; send here what the gateway gives for it. Nothing of the request was kept.',
}) {
  constructor(message = 'Something in the request looks like a card number. Send card data to the payment gateway alone, and here what it gives for it.') {
    super(message);
  }
}

/** Digits may also stand in JSON as escapes, and numbers with an exponent. */
const SUSPICIOUS = /\\u|\de\+?\d+\s*[,}\]]/i;

/** Whether the text of a body has to be read closely; false is certain. */
export const mayHoldCardData = (json: string): boolean => mayHoldCardNumber(json) || SUSPICIOUS.test(json);

/** The one field in which bar codes stand: one EAN in ten would pass for a card number. */
const BARCODE = 'barcode';

/** @throws CardDataNotAccepted for a member of a JSON body whose name, text or number holds a card number. `source` is a number as written. */
export function refuseCardData(key: string, value: unknown, source = ''): void {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? `${value}\n${source}` : '';
  if (holdsCardNumber(key)) throw new CardDataNotAccepted();
  if (text === '' || !holdsCardNumber(text)) return;
  if (key === BARCODE && typeof value === 'string' && isGtin(value)) return;
  throw new CardDataNotAccepted();
}

/** Headers that are kept: as the scope of a repeat, and as the name of a device. */
const KEPT_HEADERS = ['idempotency-key', 'user-agent'] as const;

/** @throws CardDataNotAccepted for a card number in the address, its parameters, or a header that is kept. */
export function refuseCardDataAround({ url, headers }: Pick<FastifyRequest, 'url' | 'headers'>): void {
  if (addressHoldsCard(url)) throw new CardDataNotAccepted();
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value !== undefined && holdsCardNumber(String(value))) throw new CardDataNotAccepted();
  }
}

/** Whether an address holds a card number, also behind percent signs and pluses. */
export function addressHoldsCard(url: string): boolean {
  return holdsCardNumber(/[%+]/.test(url) ? decoded(url.replaceAll('+', ' ')) : url);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
}
