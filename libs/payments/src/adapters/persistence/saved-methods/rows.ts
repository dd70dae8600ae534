import { toId } from '@holdfast/kernel';
import type { NextAction } from '../../../domain/gateway-result.js';
import type { CardFace } from '../../../domain/method-vault.js';
import type { SavedMethod, SavedMethodState } from '../../../domain/saved-method.js';
import type { DueMethod } from '../../../domain/saved-methods.js';

export interface MethodRow {
  readonly id: string;
  readonly customer_id: string;
  readonly gateway: string;
  readonly state: SavedMethodState;
  readonly unwanted: boolean;
  readonly reference: string | null;
  readonly token: string | null;
  readonly brand: string | null;
  readonly last4: string;
  readonly expiry_month: number;
  readonly expiry_year: number;
  readonly next_action: NextAction | null;
  readonly code: string | null;
  readonly is_default: boolean;
  readonly version: number;
  readonly created_at: string;
}

export interface DueMethodRow extends MethodRow {
  readonly method: string | null;
  readonly return_url: string | null;
  readonly payer: string | null;
  readonly age: number;
  readonly checks: number;
}

export const cardOf = ({ brand, last4, expiry_month: expiryMonth, expiry_year: expiryYear }: MethodRow): CardFace | null =>
  brand === null ? null : { brand, last4, expiryMonth, expiryYear };

export const methodOf = (row: MethodRow): SavedMethod => ({
  id: toId('pm', row.id),
  customerId: toId('cus', row.customer_id),
  gateway: row.gateway,
  state: row.state,
  unwanted: row.unwanted,
  reference: row.reference,
  token: row.token,
  card: cardOf(row),
  nextAction: row.next_action,
  code: row.code,
  isDefault: row.is_default,
  version: row.version,
});

export const dueMethodOf = (row: DueMethodRow): DueMethod => ({
  ...methodOf(row),
  method: row.method,
  returnUrl: row.return_url,
  payer: row.payer,
  ageSeconds: row.age,
  checks: row.checks,
});
