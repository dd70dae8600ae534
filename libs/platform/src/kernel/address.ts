/** A postal address; `country` is ISO 3166-1 alpha-2. */
export interface Address {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly region?: string;
  readonly postal_code?: string;
  readonly country: string;
  readonly phone?: string;
}
