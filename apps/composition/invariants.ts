import { INVENTORY_INVARIANTS } from '@holdfast/inventory';
import { ORDERING_INVARIANTS } from '@holdfast/ordering';
import { PAYMENTS_INVARIANTS } from '@holdfast/payments';
import { type Invariant, PLATFORM_INVARIANTS } from '@holdfast/platform';

const byNumber = (a: Invariant, b: Invariant): number => Number(a.id.slice(1)) - Number(b.id.slice(1));

/** What is always true of a shop, of all modules, by number. */
export const INVARIANTS: readonly Invariant[] = [...INVENTORY_INVARIANTS, ...ORDERING_INVARIANTS, ...PAYMENTS_INVARIANTS, ...PLATFORM_INVARIANTS].toSorted(byNumber);
