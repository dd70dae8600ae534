import fc from 'fast-check';
import { type Answer, type Model, refusal, SKIPPED } from './model.js';

/** A line of the cart: the `nth` that its variant had here. */
interface CartLine {
  readonly variant: number;
  readonly nth: number;
  readonly quantity: number;
}

export interface CartState {
  readonly status: 'open' | 'checking_out' | 'converted';
  readonly lines: readonly CartLine[];
  /** How many lines each variant has had. */
  readonly had: readonly number[];
  /** Checkouts that were opened, by whom. */
  readonly checkouts: readonly { readonly client: number; readonly status: 'open' | 'canceled' | 'completed' }[];
  /** The customer has another cart that is not over. */
  readonly hasAnother: boolean;
}

export type CartCommand =
  | { readonly kind: 'add'; readonly variant: number; readonly quantity: number }
  | { readonly kind: 'set'; readonly variant: number; readonly nth: number; readonly quantity: number }
  | { readonly kind: 'remove'; readonly variant: number; readonly nth: number }
  | { readonly kind: 'merge'; readonly lines: readonly (readonly [variant: number, quantity: number])[] }
  | { readonly kind: 'checkout'; readonly pays: boolean }
  | { readonly kind: 'pay' | 'cancel' }
  | { readonly kind: 'read' };

export const PRICES = [100, 250, 999] as const;
const MOST = 10_000;
const START: CartState = { status: 'open', lines: PRICES.map((_, at) => ({ variant: at, nth: 0, quantity: 1 })), had: PRICES.map(() => 1), checkouts: [], hasAnother: false };

const variant = fc.nat(PRICES.length - 1);
const quantity = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.constantFrom(5_000, MOST));
const nth = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 2 }));
const checkoutThat = (pays: fc.Arbitrary<boolean>): fc.Arbitrary<CartCommand> => fc.record({ kind: fc.constant('checkout'), pays });
const checkout = checkoutThat(fc.integer({ min: 0, max: 3 }).map((one) => one === 0));
const ends: fc.Arbitrary<CartCommand> = fc.record({ kind: fc.constantFrom('pay', 'cancel', 'cancel', 'cancel') });
const changesOf = (nth: fc.Arbitrary<number>): fc.Arbitrary<CartCommand> =>
  fc.oneof<fc.Arbitrary<CartCommand>[]>(
    fc.record({ kind: fc.constant('add'), variant, quantity }),
    fc.record({ kind: fc.constant('set'), variant, nth, quantity }),
    fc.record({ kind: fc.constant('remove'), variant, nth }),
    fc.record({ kind: fc.constant('merge'), lines: fc.uniqueArray(fc.tuple(variant, quantity), { minLength: 1, maxLength: 2, selector: ([which]) => which }) }),
  );
const read: fc.Arbitrary<CartCommand> = fc.constant({ kind: 'read' });

/** A customer's cart: lines and their quantities, a guest's cart that is merged into it, checkouts that lock it and let it go. */
export const cartModel: Model<CartState, CartCommand> = {
  name: 'cart',
  start: START,
  commands: fc.oneof({ weight: 8, arbitrary: changesOf(nth) }, { weight: 2, arbitrary: checkout }, { weight: 3, arbitrary: ends }, read),
  // Lines that are made meanwhile are known to whoever made them alone; and a checkout that is paid at once is two steps to others: the
  // stock is held before the money moves.
  concurrent: fc.oneof({ weight: 5, arbitrary: changesOf(fc.constant(0)) }, { weight: 2, arbitrary: checkoutThat(fc.constant(false)) }, { weight: 2, arbitrary: ends }, read),
  step(state, command, client) {
    switch (command.kind) {
      case 'add': return added(state, command.variant, command.quantity);
      case 'set': return set(state, state.lines.find((line) => isLine(line, command)), command.quantity, 200);
      case 'remove': return removed(state, command);
      case 'merge': return merged(state, command.lines);
      case 'checkout': return checkedOut(state, command.pays, client);
      case 'pay': case 'cancel': return ended(state, command.kind, client);
      case 'read': return { state, answer: view(state, 200) };
    }
  },
};

type Outcome = ReturnType<typeof cartModel.step>;

const isLine = (line: CartLine, { variant, nth }: { variant: number; nth: number }): boolean => line.variant === variant && line.nth === nth;
const totalOf = ({ lines }: CartState): number => lines.reduce((sum, { variant, quantity }) => sum + PRICES[variant]! * quantity, 0);
const view = (state: CartState, status: number): Answer => ({ status, cart: state.status, lines: state.lines.map(({ variant, quantity }) => [variant, quantity]), total: totalOf(state) });
const LOCKED = refusal(409, 'cart-not-open');

/** What a change comes to: nothing while a checkout has the cart. */
function change(state: CartState, next: Partial<CartState>, status: number): Outcome {
  if (state.status !== 'open') return { state, answer: LOCKED };
  const after = { ...state, ...next };
  return { state: after, answer: view(after, status) };
}

const withLine = ({ lines, had }: CartState, variant: number, quantity: number): Partial<CartState> => ({
  lines: [...lines, { variant, nth: had[variant]!, quantity }],
  had: had.map((times, at) => times + Number(at === variant)),
});

function added(state: CartState, variant: number, quantity: number): Outcome {
  const there = state.lines.find((line) => line.variant === variant);
  return there ? set(state, there, there.quantity + quantity, 201) : change(state, withLine(state, variant, quantity), 201);
}

function set(state: CartState, line: CartLine | undefined, quantity: number, status: number): Outcome {
  if (!line) return { state, answer: refusal(404, 'not-found') };
  if (quantity > MOST) return { state, answer: refusal(422, 'quantity-too-large') };
  return change(state, { lines: state.lines.map((each) => (each === line ? { ...line, quantity } : each)) }, status);
}

function removed(state: CartState, command: { variant: number; nth: number }): Outcome {
  if (!state.lines.some((line) => isLine(line, command))) return { state, answer: refusal(404, 'not-found') };
  return change(state, { lines: state.lines.filter((line) => !isLine(line, command)) }, 200);
}

/** What a guest brought: quantities add up, as far as a line goes. After the cart became an order it is the customer's next one. */
function merged(state: CartState, brought: readonly (readonly [number, number])[]): Outcome {
  if (state.status === 'converted') return { state: { ...state, hasAnother: true }, answer: { status: 201, claim: state.hasAnother ? 'merged' : 'claimed' } };
  if (state.status !== 'open') return { state, answer: LOCKED };
  const lines = state.lines.map((line) => ({ ...line, quantity: Math.min(MOST, line.quantity + (brought.find(([which]) => which === line.variant)?.[1] ?? 0)) }));
  const more = brought.filter(([which]) => !lines.some((line) => line.variant === which));
  const next = more.reduce<CartState>((cart, [which, quantity]) => ({ ...cart, ...withLine(cart, which, quantity) }), { ...state, lines });
  return { state: next, answer: { status: 201, claim: 'merged' } };
}

function checkedOut(state: CartState, pays: boolean, client: number): Outcome {
  if (state.status !== 'open') return { state, answer: refusal(409, 'cart-changed') };
  if (state.lines.length === 0) return { state, answer: refusal(422, 'cart-incomplete') };
  const status = pays ? 'completed' : 'open';
  const next: CartState = { ...state, status: pays ? 'converted' : 'checking_out', checkouts: [...state.checkouts, { client, status }] };
  return { state: next, answer: { status: 201, checkout: status, total: totalOf(state) } };
}

/** The latest checkout of a client is paid or given up. */
function ended(state: CartState, kind: 'pay' | 'cancel', client: number): Outcome {
  const last = state.checkouts.findLast((one) => one.client === client);
  if (!last) return { state, answer: SKIPPED };
  if (last.status === 'canceled' && kind === 'cancel') return { state, answer: { status: 204 } };
  if (last.status !== 'open') return { state, answer: refusal(409, 'checkout-not-open') };
  const status = kind === 'pay' ? 'completed' : 'canceled';
  const next: CartState = { ...state, status: kind === 'pay' ? 'converted' : 'open', checkouts: state.checkouts.map((one) => (one === last ? { ...one, status } : one)) };
  return { state: next, answer: kind === 'pay' ? { status: 201, checkout: 'completed' } : { status: 204 } };
}
