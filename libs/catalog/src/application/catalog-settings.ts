/** What the shop tells its catalog. */
export class CatalogSettings {
  /** `currency` is that of imported prices and of price filters that name none. */
  constructor(readonly currency: string) {}
}
