/** Of the model of one checkout and its payments: what is known for sure, and what is in doubt. Amounts in minor units. */

export type Gateway = 'stripe' | 'paypal' | 'manual';
export type Action = 'capture' | 'void' | 'refund';

/** An action whose outcome nobody has told yet. */
export interface Doubt {
  readonly action: Action;
  readonly amount: number;
}

export interface PaymentModel {
  readonly id: string;
  readonly gateway: Gateway;
  readonly capture: 'automatic' | 'manual';
  readonly amount: number;
  state: 'undecided' | 'waiting' | 'authorized' | 'failed';
  /** Where the shopper has to go while it waits. */
  page: string | null;
  captured: number;
  voided: number;
  refunded: number;
  /** Voided and refunded when there surely was no order yet: an order cannot be paid with it. */
  gone: number;
  /** By the key of the request. */
  readonly doubts: Map<string, Doubt>;
  /** The shop gives it back by itself, at any moment. */
  givenBack: boolean;
}

export interface Model {
  readonly total: number;
  /** `ending`: its time is over, and the worker may have noticed. */
  checkout: 'open' | 'ending' | 'ended' | 'ordered';
  readonly payments: PaymentModel[];
}

const SEVERAL_CAPTURES: Readonly<Record<Gateway, boolean>> = { stripe: false, paypal: true, manual: true };
const VOIDS_IN_PART: Readonly<Record<Gateway, boolean>> = { stripe: false, paypal: false, manual: true };

const doubted = ({ doubts }: PaymentModel, ...actions: Action[]): number =>
  [...doubts.values()].filter(({ action }) => actions.includes(action)).reduce((sum, { amount }) => sum + amount, 0);

/** The most that an action could take if all doubts were decided in its favor. */
export function most(payment: PaymentModel, action: Action): number {
  const { gateway, amount, captured, voided, refunded, state } = payment;
  if (state === 'failed') return 0;
  if (action === 'refund') return (state === 'authorized' ? captured + doubted(payment, 'capture') : amount) - refunded;
  if (action === 'capture' && captured > 0 && !SEVERAL_CAPTURES[gateway]) return 0;
  return amount - captured - voided;
}

/** What an action can take whatever the doubts come to. */
export function least(payment: PaymentModel, action: Action): number {
  const { gateway, amount, captured, voided, refunded, state, givenBack } = payment;
  if (state !== 'authorized' || givenBack) return 0;
  if (action === 'refund') return captured - refunded - doubted(payment, 'refund');
  if (action === 'capture' && captured + doubted(payment, 'capture') > 0 && !SEVERAL_CAPTURES[gateway]) return 0;
  if (action === 'void' && doubted(payment, 'capture') > 0 && !VOIDS_IN_PART[gateway]) return 0;
  return amount - captured - voided - doubted(payment, 'capture', 'void');
}

export const takesParts = (gateway: Gateway, action: Action): boolean => action !== 'void' || VOIDS_IN_PART[gateway];

/** What a payment counts for of the total, at the most and at the least. */
export function live(payment: PaymentModel): { readonly most: number; readonly least: number } {
  const { amount, voided, refunded, state, givenBack } = payment;
  if (state === 'failed') return { most: 0, least: 0 };
  const whole = amount - voided - refunded;
  if (state !== 'authorized' || givenBack) return { most: whole, least: 0 };
  // A capture of a part may release the rest.
  return { most: whole, least: payment.doubts.size > 0 ? 0 : whole };
}

/** What is left to pay, at the most and at the least. */
export function rest({ total, payments }: Model): { readonly most: number; readonly least: number } {
  const sums = payments.map(live).reduce((sum, one) => ({ most: sum.most + one.most, least: sum.least + one.least }), { most: 0, least: 0 });
  return { most: total - sums.least, least: total - sums.most };
}

/** Whether anything may be moving that a further payment has to wait for. */
export const isMoving = ({ payments }: Model): boolean =>
  payments.some(({ state, doubts, givenBack }) => state === 'undecided' || state === 'waiting' || doubts.size > 0 || givenBack);

export function authorized(payment: PaymentModel): void {
  if (payment.state === 'authorized') return;
  payment.state = 'authorized';
  payment.page = null;
  if (payment.capture === 'manual' || payment.gateway === 'manual') return;
  payment.captured = payment.amount;
}

/** An action came to be. */
export function moved(payment: PaymentModel, action: Action, amount: number): void {
  authorized(payment);
  if (action === 'refund') payment.refunded += amount;
  if (action === 'void') payment.voided += amount;
  if (action !== 'capture') return;
  payment.captured += amount;
  if (!SEVERAL_CAPTURES[payment.gateway]) payment.voided = payment.amount - payment.captured;
}

/** The checkout is over: what was paid goes back. */
export function ended(model: Model, how: 'ending' | 'ended'): void {
  model.checkout = how;
  for (const payment of model.payments) if (payment.state !== 'failed') payment.givenBack = true;
}
