import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Text } from '@holdfast/platform';
import type { BroughtCart } from '../../login-listener.js';

const HEADER = 'Holdfast-Cart-Token';

/** The field of a login that names the cart of the guest who logs in. Not looked at closely: a cart never keeps anybody from logging in. */
export const CartToBring = () => Text({ optional: true, max: 100, about: `A cart to take along that was filled as a guest; its token goes into ${HEADER}.`, example: 'cart_01h455vb4pex5vsknk084sn02q' });

export const BringsCart = () =>
  ApiHeader({ name: HEADER, required: false, description: 'The token of the cart that `cart_id` names.', schema: { type: 'string' } });

/** The cart that a login brings along; one without a token cannot be anybody's. */
export function broughtCart({ headers }: FastifyRequest, id: string | null | undefined): BroughtCart | undefined {
  const token = headers[HEADER.toLowerCase()];
  return id ? { id, token: typeof token === 'string' ? token : '' } : undefined;
}
