import type { Constructor } from '@mikro-orm/core';
import type { Migration } from '@mikro-orm/migrations';
import { Platform0001 } from '@holdfast/platform';

/** All migrations of all modules, in the order in which they run. */
export const MIGRATIONS: readonly Constructor<Migration>[] = [Platform0001];
