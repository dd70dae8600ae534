import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import type { Operation } from '../faults/script.js';
import { cancelIntent } from '../payments/cancel-intent.js';
import { captureIntent } from '../payments/capture-intent.js';
import { confirmIntent } from '../payments/confirm-intent.js';
import { createIntent } from '../payments/create-intent.js';
import { createRefund } from '../payments/create-refund.js';
import { perform, type Prepare } from './perform.js';

/** The calls that move money. */
export function paymentRoutes(app: FastifyInstance, context: SandboxContext): void {
  const post = (path: string, operation: Operation, prepare: Prepare): void => {
    app.post(path, (request, reply) => perform(context, operation, prepare, request, reply));
  };
  const intents = '/v1/payment_intents';
  post(intents, 'create', ({ params, key }) => createIntent(params, context.origin, key));
  post(`${intents}/:id/confirm`, 'confirm', ({ params, id }) =>
    confirmIntent(id, params, context.origin),
  );
  post(`${intents}/:id/capture`, 'capture', ({ params, id }) => captureIntent(id, params));
  post(`${intents}/:id/cancel`, 'cancel', ({ params, id }) => cancelIntent(id, params));
  post('/v1/refunds', 'refund', ({ params }) => createRefund(params));
}
