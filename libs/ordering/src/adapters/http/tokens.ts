import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { hashToken, NotFound } from '@holdfast/platform';

const secretIn = (header: string) =>
  createParamDecorator((_: unknown, context: ExecutionContext): Buffer => {
    const token = context.switchToHttp().getRequest<FastifyRequest>().headers[header];
    // Without its secret a cart or an order is not there at all.
    if (typeof token !== 'string' || token.length < 20 || token.length > 200) throw new NotFound();
    return hashToken(token);
  });

/** The hash of the Holdfast-Cart-Token header. */
export const CartToken = secretIn('holdfast-cart-token');

/** The hash of the Holdfast-Order-Token header. */
export const OrderToken = secretIn('holdfast-order-token');

export const CartTokenHeader = () => ApiHeader({ name: 'Holdfast-Cart-Token', required: true, description: 'The token that POST /v1/carts answered.', schema: { type: 'string' } });

export const OrderTokenHeader = () =>
  ApiHeader({ name: 'Holdfast-Order-Token', required: true, description: '`order.token` of the completed checkout; the confirmation mail links with it.', schema: { type: 'string' } });
