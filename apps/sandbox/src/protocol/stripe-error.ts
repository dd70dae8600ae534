/** The members of Stripe's error object that the sandbox uses (Stripe docs: "Errors"). */
export interface ErrorBody {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly charge?: string;
  readonly payment_intent?: unknown;
  readonly payment_method?: unknown;
  readonly setup_intent?: unknown;
}

/** A refusal in Stripe's words. Whoever throws it has changed nothing that must stay. */
export class StripeError extends Error {
  constructor(
    /** HTTP status of the answer. */
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message);
    this.name = 'StripeError';
  }
}

/** The JSON body of an error answer, with the `doc_url` that Stripe adds to errors with a code. */
export function errorBody(error: ErrorBody): { error: ErrorBody & { doc_url?: string } } {
  const doc = error.code?.replaceAll('_', '-');
  return {
    error: doc ? { ...error, doc_url: `https://stripe.com/docs/error-codes/${doc}` } : error,
  };
}

/** 400 `invalid_request_error`, the answer to parameters that cannot be used. */
export function invalid(
  message: string,
  about: { param?: string; code?: string } = {},
): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message, ...about });
}

/** 400 `parameter_missing`. */
export function missing(param: string): StripeError {
  return invalid(`Missing required param: ${param}.`, { param, code: 'parameter_missing' });
}

/** `resource_missing`: 404 for an id in the address, 400 for an id among the parameters. */
export function noSuch(kind: string, id: string, param?: string): StripeError {
  return new StripeError(param ? 400 : 404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param: param ?? 'id',
  });
}

/** 400 `payment_intent_unexpected_state`; carries the intent as Stripe does. */
export function unexpectedState(message: string, paymentIntent?: unknown): StripeError {
  return new StripeError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    ...(paymentIntent === undefined ? {} : { payment_intent: paymentIntent }),
  });
}

/** 500 `api_error`: something went wrong on the gateway's side. */
export function apiError(): StripeError {
  const message = 'An unknown error occurred while processing the request.';
  return new StripeError(500, { type: 'api_error', message });
}
