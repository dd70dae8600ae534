import type { LocationId } from '../inventory.js';

/** A place where stock lies. */
export interface Location {
  readonly id: LocationId;
  /** Short name for machines, unique. */
  readonly code: string;
  readonly name: string;
  readonly rank: number;
}

export abstract class Locations {
  /** @throws LocationCodeTaken */
  abstract add(location: Location): Promise<void>;
}
