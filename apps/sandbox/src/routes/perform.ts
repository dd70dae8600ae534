import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SandboxContext } from '../context.js';
import type { Transaction } from '../database/open.js';
import type { Operation } from '../faults/script.js';
import { withFault } from '../faults/with-fault.js';
import { type Answer, success } from '../protocol/answer.js';
import type { Fields } from '../protocol/form.js';
import { answerOnce, fingerprintOf, type OnceAnswered } from '../protocol/idempotency.js';
import { Params } from '../protocol/params.js';
import { formOf, idOf, keyOf, pathOf, queryOf, sendAnswer } from './wire.js';

/** Validates the parameters at once and returns what remains to be done in the transaction. */
export type Prepare = (given: Given) => (tx: Transaction) => Promise<Answer>;

interface Given {
  readonly params: Params;
  /** The `:id` of the address; empty where the address has none. */
  readonly id: string;
  readonly key: string | undefined;
}

/**
 * A call that moves money. In this order: parameters (a fault in them is never stored), the key
 * (409 while another call has it), the scripted fault, the effect with its stored answer.
 */
export async function perform(
  context: SandboxContext,
  operation: Operation,
  prepare: Prepare,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = formOf(request);
  const key = keyOf(request);
  const execute = prepare({ params: new Params(form), id: idOf(request) ?? '', key });
  const once = {
    key,
    fingerprint: fingerprintOf(request.method, pathOf(request), form),
    requestId: request.id,
  };
  const release = context.keys.take(key);
  try {
    const answer = await scripted(context, operation, form, request, async () => {
      const answered = await answerOnce(context.pool, once, execute);
      await context.deliverer.sendEarly();
      return answered;
    });
    return sendAnswer(reply, answer);
  } finally {
    release();
  }
}

/** A call that only reads. */
export async function retrieve(
  context: SandboxContext,
  read: (params: Params, id: string) => () => Promise<unknown>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const work = read(new Params(queryOf(request)), idOf(request) ?? '');
  const answer = await scripted(context, 'retrieve', {}, request, async () =>
    success(await work()),
  );
  return sendAnswer(reply, answer);
}

async function scripted(
  context: SandboxContext,
  operation: Operation,
  form: Fields,
  request: FastifyRequest,
  work: () => Promise<OnceAnswered>,
): Promise<OnceAnswered> {
  const about = idOf(request) ?? form.payment_intent;
  const script = await context.scripts.claim({
    operation,
    intent: typeof about === 'string' ? about : undefined,
    metadata: typeof form.metadata === 'object' ? form.metadata : {},
  });
  if (request.call) request.call.fault = script?.fault ?? null;
  return withFault(script, { socket: request.raw.socket, closing: context.closing }, work);
}
