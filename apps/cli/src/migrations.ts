import type { Constructor } from '@mikro-orm/core';
import type { Migration } from '@mikro-orm/migrations';
import { Catalog0001, Catalog0002, Catalog0003, Catalog0004, Catalog0005 } from '@holdfast/catalog';
import { Identity0001, Identity0002, Identity0003, Identity0004, Identity0005, Identity0006, Identity0007 } from '@holdfast/identity';
import { Inventory0001, Inventory0002, Inventory0003, Inventory0004 } from '@holdfast/inventory';
import { Notifications0001, Notifications0002, Notifications0003, Notifications0004, Notifications0005, Notifications0006 } from '@holdfast/notifications';
import { Ordering0001, Ordering0002, Ordering0003, Ordering0004, Ordering0005, Ordering0006 } from '@holdfast/ordering';
import { Payments0001, Payments0002, Payments0003, Payments0004, Payments0005, Payments0006, Payments0007, Payments0008, Payments0009, Payments0010, Payments0011 } from '@holdfast/payments';
import { Platform0001, Platform0002, Platform0003, Platform0004, Platform0006, Platform0007, Platform0008 } from '@holdfast/platform';

/** All migrations of all modules, in the order in which they run. */
export const MIGRATIONS: readonly Constructor<Migration>[] = [
  Platform0001,
  Identity0001,
  Inventory0001,
  Catalog0001,
  Payments0001,
  Ordering0001,
  Notifications0001,
  Inventory0002,
  Identity0002,
  Notifications0002,
  Identity0003,
  Notifications0003,
  Platform0002,
  Platform0003,
  Identity0004,
  Ordering0002,
  Identity0005,
  Notifications0004,
  Platform0004,
  Catalog0002,
  Inventory0003,
  Payments0002,
  Ordering0003,
  Notifications0005,
  Identity0006,
  Payments0003,
  Payments0005,
  Ordering0004,
  Payments0004,
  Ordering0005,
  Payments0008,
  Payments0009,
  Platform0006,
  Payments0007,
  Payments0006,
  Platform0007,
  Inventory0004,
  Catalog0003,
  Catalog0004,
  Ordering0006,
  Payments0010,
  Payments0011,
  Identity0007,
  Catalog0005,
  Platform0008,
  Notifications0006,
];
