import { Holdfast, Problem } from '@holdfast/client';

/** Buys one piece of the newest product. Answers the order; none when the card is declined. */
export async function buyOne(url: string, method = 'pm_card_visa') {
  const shop = new Holdfast({ url });
  const { data: products } = await shop.get('/v1/products', { query: { limit: 1 } });
  const lines = products.data.flatMap(({ variants: [first] }) => (first ? [{ variant_id: first.id, quantity: 1 }] : []));
  const shipping_address = { name: 'Ada Lovelace', line1: '1 Engine Street', city: 'Berlin', postal_code: '10115', country: 'DE' };
  const { data: cart } = await shop.post('/v1/carts', { body: { currency: 'EUR', email: 'ada@example.com', shipping_address, lines } });
  try {
    const { data: checkout } = await shop.post('/v1/checkouts', {
      headers: { 'Holdfast-Cart-Token': cart.token },
      body: { cart_id: cart.id, payment: { gateway: 'stripe', method } },
    });
    return checkout.order;
  } catch (error) {
    if (error instanceof Problem && error.is('payment-declined')) return undefined; // The stock waits for another card.
    throw error;
  }
}
