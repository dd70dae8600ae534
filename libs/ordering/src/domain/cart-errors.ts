import { type Id, problem } from '@holdfast/kernel';

export class CurrenciesDiffer extends problem({
  code: 'currencies-differ',
  kind: 'refused',
  title: 'The two carts are in different currencies',
  about: 'A price in one currency is not one in another, so their lines are not put together. Both carts stay as they are: buy one of them first.',
}) {
  constructor(guest: string, own: string) {
    super(`This cart is in ${guest}, your own is in ${own}. Both stay as they are.`, { currency: guest, own_currency: own });
  }
}

export class CartExists extends problem({
  code: 'cart-exists',
  kind: 'conflict',
  title: 'You have a cart already',
  about: 'A customer has one cart at a time, on all devices, so that nothing is forgotten in another one. Go on with the one that `cart_id` names.',
}) {
  constructor(cartId: Id<'cart'>) {
    super('You have a cart that is not ordered yet. Go on with that one.', { cart_id: cartId });
  }
}
