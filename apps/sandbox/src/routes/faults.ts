import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SandboxContext } from '../context.js';
import { Severed } from '../faults/with-fault.js';
import { failure } from '../protocol/answer.js';
import { apiError, invalid, StripeError } from '../protocol/stripe-error.js';
import { sendAnswer } from './wire.js';

/** Answers every fault in Stripe's shape, or cuts the connection where a script wants that. */
export function answerFaults(app: FastifyInstance, { calls }: SandboxContext): void {
  app.setNotFoundHandler(unrecognizedUrl);
  app.setErrorHandler((error: unknown, request, reply) => {
    if (error instanceof Severed) {
      if (request.call) calls.end(request.call, error.manner, null);
      return sever(reply, error.manner);
    }
    const refusal = error instanceof StripeError ? error : asRefusal(error as FastifyError);
    if (refusal.status >= 500 && refusal !== error) request.log.error(error);
    if (refusal.cause !== undefined) request.log.error(refusal.cause);
    return sendAnswer(reply, failure(refusal));
  });
}

/** 404 in Stripe's words. */
export function unrecognizedUrl(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message =
    `Unrecognized request URL (${request.method}: ${request.url.split('?', 1)[0]}). Please see ` +
    'https://stripe.com/docs or we can help at https://support.stripe.com/.';
  const refusal = new StripeError(404, { type: 'invalid_request_error', message });
  return sendAnswer(reply.header('Request-Id', request.id), failure(refusal));
}

// Fastify's own refusals: a body too large, of an unknown kind, or not JSON.
function asRefusal(error: FastifyError): StripeError {
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? invalid(`Invalid request: ${error.message}`) : apiError();
}

function sever(reply: FastifyReply, manner: Severed['manner']): FastifyReply {
  const { socket } = reply.request.raw;
  reply.hijack();
  if (manner === 'reset') socket.resetAndDestroy();
  else socket.destroy();
  return reply;
}
