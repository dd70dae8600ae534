import { type CallHandler, type ExecutionContext, HttpStatus, Injectable, type NestInterceptor, SetMetadata, UseInterceptors, applyDecorators, createParamDecorator } from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Idempotency, IdempotencyKeyReused, type KeyedRequest, RequestInProgress, type StoredAnswer, UnitOfWork } from '../kernel/index.js';
import { fingerprint } from './canonical-json.js';
import { clientAddress } from './client-address.js';
import { hashToken } from './secret-token.js';
import { IdempotencyKeyInvalid, IdempotencyKeyRequired } from './problems.js';

/** draft-ietf-httpapi-idempotency-key-header-07 makes it a quoted string; Stripe-style clients send it bare. Both are taken. */
export function idempotencyKey(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const key = typeof header === 'string' ? header.replace(/^"(.*)"$/, '$1') : '';
  if (!/^[\x21-\x7e]{16,255}$/.test(key)) throw new IdempotencyKeyInvalid();
  return key;
}

/** The key of the request together with who asks and what is asked. */
export function keyedRequest(request: FastifyRequest, key: string): KeyedRequest {
  const path = request.url.split('?', 1)[0]!;
  return { scope: scopeOf(request), key, fingerprint: fingerprint(request.method, path, request.body), requestId: request.id };
}

/**
 * Whose keys these are: a principal's, or those of whoever holds the secret of a cart. Of a guest without either only the
 * address is known, which is hashed because nobody needs to read it; two guests must not get each other's cart because they chose the same key.
 */
function scopeOf(request: FastifyRequest): string {
  const token = request.headers['holdfast-cart-token'];
  if (request.principal) return request.principal.id;
  return typeof token === 'string' ? cartScope(hashToken(token)) : `anonymous:${hashToken(clientAddress(request)).toString('base64url')}`;
}

/** The scope of keys of whoever holds the secret of a cart. */
export const cartScope = (tokenHash: Buffer): string => `cart:${tokenHash.toString('base64url')}`;

/** Sends a stored answer again, byte for byte. */
export function replay(reply: FastifyReply, answer: StoredAnswer, replayed = true): string {
  void reply.status(answer.status).headers(answer.headers);
  if (replayed) void reply.header('idempotent-replayed', 'true');
  return answer.body;
}

const REQUIRED = 'holdfast:idempotency-required';

/**
 * Runs the whole route in one unit of work together with its idempotency key: a repeat gets the stored answer, and a route
 * that refuses or fails leaves nothing behind, its key included.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly work: UnitOfWork,
    private readonly idempotency: Idempotency,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = idempotencyKey(request);
    if (!key) {
      if (Reflect.getMetadata(REQUIRED, context.getHandler())) throw new IdempotencyKeyRequired();
      return next.handle();
    }
    const status = (Reflect.getMetadata(HTTP_CODE_METADATA, context.getHandler()) as number | undefined) ?? HttpStatus.CREATED;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.once(keyedRequest(request, key), reply, status, () => lastValueFrom(next.handle())));
  }

  private async once(asked: KeyedRequest, reply: FastifyReply, status: number, handle: () => Promise<unknown>): Promise<string> {
    const { answer, replayed } = await this.work.run(async () => {
      const [claim] = await this.idempotency.claim([asked]);
      if (!claim || claim.kind === 'running') throw new RequestInProgress();
      if (claim.kind === 'done') return { answer: claim.answer, replayed: true };
      if (claim.kind === 'reused') throw new IdempotencyKeyReused();
      if (claim.kind !== 'new') throw new RequestInProgress();
      const body = JSON.stringify(await handle());
      const made: StoredAnswer = { status, headers: keptHeaders(reply), body };
      this.idempotency.finish([{ scope: asked.scope, key: asked.key, ...made }]);
      return { answer: made, replayed: false };
    });
    return replay(reply, answer, replayed);
  }
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
  for (const name of ['location', 'etag']) {
    const value = reply.getHeader(name);
    if (typeof value === 'string') kept[name] = value;
  }
  return kept;
}

/** A POST that may carry an Idempotency-Key, or has to where money or stock moves. */
export const Idempotent = (options: { required?: boolean } = {}) =>
  applyDecorators(
    SetMetadata(REQUIRED, options.required ?? false),
    UseInterceptors(IdempotencyInterceptor),
    IdempotencyHeader(options.required ?? false),
  );

export const IdempotencyHeader = (required: boolean) =>
  ApiHeader({
    name: 'Idempotency-Key',
    required,
    description: 'A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters.',
    example: '3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11',
    schema: { type: 'string', minLength: 16, maxLength: 255 },
  });

const headerText = createParamDecorator((name: string, context: ExecutionContext) => {
  const value = context.switchToHttp().getRequest<FastifyRequest>().headers[name];
  return typeof value === 'string' ? value : undefined;
});

/** What the documentation says of headers that mean the same on every route (RFC 9110 §13.1). */
const CONDITIONS: Readonly<Record<string, { readonly name: string; readonly description: string }>> = {
  'if-match': { name: 'If-Match', description: 'The ETag of what is to be changed: 412 if it has another by now.' },
  'if-none-match': { name: 'If-None-Match', description: 'ETags of what is known already: 304, without a body, if it has one of them still.' },
};

/** A header of the request as one string, or undefined. `required` is for the documentation: it is the route that refuses. */
export const HeaderText = (name: string, { required = false } = {}): ParameterDecorator => (controller, method, index) => {
  headerText(name)(controller, method, index);
  const condition = CONDITIONS[name];
  if (condition) ApiHeader({ ...condition, required })(controller, method!, Object.getOwnPropertyDescriptor(controller, method!)!);
};
