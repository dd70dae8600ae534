import { invalid } from './stripe-error.js';

/** Currencies in which the sandbox charges cards, a part of Stripe's list (docs: "Currencies"). */
const SUPPORTED = new Set(
  (
    'aed all amd ang aud awg azn bam bbd bdt bgn bhd bmd bnd bob brl bsd bwp byn bzd cad cdf chf ' +
    'clp cny cop crc czk djf dkk dop dzd egp etb eur fjd gbp gel gip gmd gnf gtq gyd hkd hnl huf ' +
    'idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga ' +
    'mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln ' +
    'pyg qar ron rsd rub rwf sar sbd scr sek sgd sos srd std szl thb tjs tnd top try ttd twd tzs ' +
    'uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'
  ).split(' '),
);

/** Smallest charge in minor units, where Stripe states one (docs: "Minimum charge amounts"). */
const MINIMUM: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
};

/** Stripe takes amounts of up to eight digits in the minor unit. */
const MAXIMUM = 99_999_999;

/**
 * Accepts a charge of `amount` minor units of `currency` (any case).
 * @returns the currency as Stripe stores it, in small letters
 */
export function chargeable(amount: number, currency: string): string {
  const code = currency.toLowerCase();
  if (!SUPPORTED.has(code)) {
    throw invalid(`Invalid currency: ${currency.slice(0, 20)}.`, { param: 'currency' });
  }
  const least = MINIMUM[code] ?? 1;
  if (amount < least) {
    const message = `Amount must be at least ${least} (minor units of ${code}).`;
    throw invalid(message, { param: 'amount', code: 'amount_too_small' });
  }
  if (amount > MAXIMUM) {
    const message = `Amount must be no more than ${MAXIMUM} (minor units of ${code}).`;
    throw invalid(message, { param: 'amount', code: 'amount_too_large' });
  }
  return code;
}
