import { randomBytes } from 'node:crypto';

/** A refusal in PayPal's words (developer.paypal.com/api/rest/responses). Whoever throws it has changed nothing that must stay. */
export class PayPalError extends Error {
  constructor(
    readonly status: number,
    readonly issue: string,
    description: string,
  ) {
    super(description);
  }
}

const NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_REQUEST',
  401: 'AUTHENTICATION_FAILURE',
  404: 'RESOURCE_NOT_FOUND',
  409: 'RESOURCE_CONFLICT',
  422: 'UNPROCESSABLE_ENTITY',
};

export function errorObject(status: number, issue?: string, description?: string): object {
  return {
    name: NAMES[status] ?? 'INTERNAL_SERVER_ERROR',
    message: description ?? 'An internal server error has occurred.',
    debug_id: randomBytes(7).toString('hex'),
    ...(issue ? { details: [{ issue, description }] } : {}),
    links: [],
  };
}

/** 400: the request is not shaped as it has to be. */
export const invalid = (description: string): PayPalError => new PayPalError(400, 'INVALID_PARAMETER_VALUE', description);

/** 422: the request is well formed, and cannot be done. */
export const refused = (issue: string, description: string): PayPalError => new PayPalError(422, issue, description);

export const missing = (): PayPalError => new PayPalError(404, 'INVALID_RESOURCE_ID', 'Specified resource ID does not exist.');
