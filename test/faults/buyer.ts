/** What every cart of the proofs says about its buyer. */
export const BUYER = {
  currency: 'EUR',
  email: 'ada@example.com',
  shipping_address: { name: 'Ada Lovelace', line1: '12 Harbor Street', city: 'Hamburg', postal_code: '20457', country: 'DE' },
} as const;
