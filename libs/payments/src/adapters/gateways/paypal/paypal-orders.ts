import { minorUnits } from './paypal-amounts.js';

/** Money that moved, or is to move, for an order. */
export interface PayPalMovement {
  readonly id: string;
  readonly status: string;
  /** Minor units of the order's currency. */
  readonly amount: number;
  /** The key of the operation that asked for it. */
  readonly key: string | null;
  /** The capture that a refund is of. */
  readonly of: string | null;
  /** Until when an authorization can be captured. */
  readonly expiresAt: Date | null;
  readonly updatedAt: Date | null;
}

/** An order as far as we rely on it. */
export interface PayPalOrder {
  readonly id: string;
  readonly status: string;
  readonly intent: string;
  readonly checkoutId: string | null;
  /** The key of the authorization that created it. */
  readonly key: string | null;
  readonly amount: number;
  readonly approveUrl: string | null;
  readonly authorizations: readonly PayPalMovement[];
  readonly captures: readonly PayPalMovement[];
  readonly refunds: readonly PayPalMovement[];
}

type Members = Readonly<Record<string, unknown>>;

/** An answer that is not shaped as PayPal's are. */
class Misshapen extends Error {}

/** Reads an order (developer.paypal.com/docs/api/orders/v2); undefined when it is none, or not all in this currency. */
export function orderOf(body: Members, currency: string): PayPalOrder | undefined {
  return readable(() => {
    const units = list(body['purchase_units']);
    const [unit] = units;
    if (!unit || units.length > 1) throw new Misshapen();
    const payments = unit['payments'] === undefined ? {} : members(unit['payments']);
    const movements = (name: string) => (payments[name] === undefined ? [] : list(payments[name]).map((one) => movement(one, currency)));
    const links = body['links'] === undefined ? [] : list(body['links']);
    const approve = links.find(({ rel }) => rel === 'payer-action' || rel === 'approve');
    return {
      id: text(body['id']), status: text(body['status']), intent: text(body['intent']),
      checkoutId: optional(unit['reference_id']), key: optional(unit['custom_id']), amount: amount(unit['amount'], currency),
      approveUrl: approve ? text(approve['href']) : null,
      authorizations: movements('authorizations'), captures: movements('captures'), refunds: movements('refunds'),
    };
  });
}

/** The currency that an order says it is in; none where there is no order to say so. */
export function currencyIn(body: Members): string {
  const read = readable(() => text(members(members(list(body['purchase_units'])[0])['amount'])['currency_code']));
  return read ?? '';
}

/** The order that a capture says it is of. */
export const orderNamedIn = (body: Members): string | undefined => readable(() => text(members(members(body['supplementary_data'])['related_ids'])['order_id']));

/** Reads an authorization, capture or refund. */
export function movementOf(body: Members, currency: string): PayPalMovement | undefined {
  return readable(() => movement(body, currency));
}

function movement(one: Members, currency: string): PayPalMovement {
  const up = one['links'] === undefined ? undefined : list(one['links']).find(({ rel }) => rel === 'up');
  const of = up ? (/\/captures\/([^/]+)$/.exec(text(up['href']))?.[1] ?? null) : null;
  return {
    id: text(one['id']), status: text(one['status']), amount: amount(one['amount'], currency), key: optional(one['invoice_id']), of,
    expiresAt: time(one['expiration_time']), updatedAt: time(one['update_time']),
  };
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Misshapen) return undefined;
    throw error;
  }
}

function members(value: unknown): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misshapen();
  return value as Members;
}

function list(value: unknown): Members[] {
  if (!Array.isArray(value)) throw new Misshapen();
  return value.map(members);
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Misshapen();
  return value;
}

const optional = (value: unknown): string | null => (value === undefined || value === null ? null : text(value));

function time(value: unknown): Date | null {
  const date = typeof value === 'string' ? new Date(value) : null;
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}

function amount(value: unknown, currency: string): number {
  const minor = minorUnits(value, currency);
  if (minor === undefined) throw new Misshapen();
  return minor;
}
