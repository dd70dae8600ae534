import { toId } from '@holdfast/kernel';
import type { Customer } from '../../domain/customer.js';

/** What a {@link Customer} is made of, of `identity.customers c`. */
export const CUSTOMER_COLUMNS =
  'c.id, c.email, c.name, c.phone, c.password_hash, c.status, c.version, c.credentials_version, c.created_at';

export interface CustomerRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly password_hash: string | null;
  readonly status: Customer['status'];
  readonly version: number;
  readonly credentials_version: number;
  readonly created_at: string;
}

export const customerOf = (row: CustomerRow | undefined): Customer | undefined =>
  row && {
    id: toId('cus', row.id),
    email: row.email,
    name: row.name,
    phone: row.phone,
    passwordHash: row.password_hash,
    status: row.status,
    version: row.version,
    credentialsVersion: row.credentials_version,
    createdAt: new Date(row.created_at),
  };
