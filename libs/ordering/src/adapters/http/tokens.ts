import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CustomersAlone, hashToken, NotFound } from '@holdfast/platform';
import type { CartHolder, CustomerId } from '../../domain/cart-holder.js';

const CART = 'holdfast-cart-token';
const ORDER = 'holdfast-order-token';

function secretIn({ headers }: FastifyRequest, header: string): Buffer | null {
  const token = headers[header];
  return typeof token === 'string' && token.length >= 20 && token.length <= 200 ? hashToken(token) : null;
}

const customerIn = ({ principal }: FastifyRequest): CustomerId | null => (principal?.kind === 'customer' ? (principal.id as CustomerId) : null);

const fromRequest = <T>(read: (request: FastifyRequest) => T) =>
  createParamDecorator((_: unknown, context: ExecutionContext): T => read(context.switchToHttp().getRequest<FastifyRequest>()));

const holderBy = (header: string) =>
  fromRequest((request): CartHolder => {
    const holder = { tokenHash: secretIn(request, header), customerId: customerIn(request) };
    // For whoever is nobody and has no secret a cart or an order is not there at all.
    if (!holder.tokenHash && !holder.customerId) throw new NotFound();
    return holder;
  });

/** Whoever asks for a cart: by the Holdfast-Cart-Token header, as a customer, or both. */
export const Holder = holderBy(CART);

/** Whoever asks for an order: by the Holdfast-Order-Token header, as a customer, or both. */
export const Reader = holderBy(ORDER);

/** The hash of the Holdfast-Cart-Token header, where nothing else will do. */
export const CartToken = fromRequest((request): Buffer => {
  const hash = secretIn(request, CART);
  if (!hash) throw new NotFound();
  return hash;
});

/** The customer who asks, or null where it is somebody else or a guest. */
export const PerhapsCustomer = fromRequest(customerIn);

/** The customer who asks, on routes for customers only. */
export const CustomerAsking = fromRequest((request): CustomerId => {
  const id = customerIn(request);
  if (!id) throw new CustomersAlone();
  return id;
});

const tokenHeader = (name: string, required: boolean, description: string) => ApiHeader({ name, required, description, schema: { type: 'string' } });

export const CartTokenHeader = ({ required = false }: { required?: boolean } = {}) =>
  tokenHeader('Holdfast-Cart-Token', required, `The token that POST /v1/carts answered.${required ? '' : ' A customer needs none for a cart of their own.'}`);

export const OrderTokenHeader = () =>
  tokenHeader('Holdfast-Order-Token', false, '`order.token` of the completed checkout; the confirmation mail links with it. A customer needs none for an order of their own.');
