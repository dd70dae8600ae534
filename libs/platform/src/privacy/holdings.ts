/** A table that says something about people, and what becomes of that. */
export interface Holding {
  /** `schema.table`. */
  readonly table: string;
  /** What an erasure does, and how long it is kept without one. */
  readonly ends: string;
  /** Whom it is about: erasures and exports are for customers. */
  readonly about?: 'staff';
}
