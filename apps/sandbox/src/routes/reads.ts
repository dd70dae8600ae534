import type { FastifyInstance } from 'fastify';
import { balances } from '../books/balance.js';
import { getCharge } from '../books/charges.js';
import { getIntent } from '../books/intents.js';
import { getRefund } from '../books/refunds.js';
import type { SandboxContext } from '../context.js';
import { listDisputes } from '../disputes/list-disputes.js';
import { balanceObject } from '../objects/balance.js';
import { chargeObject } from '../objects/charge.js';
import { expanded, readExpand } from '../objects/expand.js';
import { intentObject } from '../objects/payment-intent.js';
import { refundObject } from '../objects/refund.js';
import { listIntents } from '../payments/list-intents.js';
import { listRefunds } from '../payments/list-refunds.js';
import { searchIntents } from '../payments/search-intents.js';
import type { Params } from '../protocol/params.js';
import { listEvents } from '../webhooks/list-events.js';
import { retrieve } from './perform.js';

type Find = (id: string) => Promise<Record<string, unknown>>;
type Read = (params: Params, id: string) => () => Promise<unknown>;
type Kind = 'charge' | 'payment_intent' | 'refund';

/** The calls that only read. */
export function readRoutes(app: FastifyInstance, context: SandboxContext): void {
  const { pool } = context;
  const many = (path: string, read: Read): void => {
    app.get(path, (request, reply) => retrieve(context, read, request, reply));
  };
  const one = (path: string, kind: Kind, find: Find): void => {
    many(path, (params, id) => {
      const expand = readExpand(params, kind);
      // Browsers hold the client secret and send it along; nothing depends on it here.
      if (kind === 'payment_intent') params.text('client_secret');
      params.assertAllRead();
      return async () => expanded(pool, await find(id), expand);
    });
  };

  one('/v1/payment_intents/:id', 'payment_intent', async (id) =>
    intentObject(await getIntent(pool, id)),
  );
  one('/v1/charges/:id', 'charge', async (id) => chargeObject(await getCharge(pool, id)));
  one('/v1/refunds/:id', 'refund', async (id) => refundObject(await getRefund(pool, id)));
  many('/v1/payment_intents', (params) => listIntents(pool, params));
  many('/v1/refunds', (params) => listRefunds(pool, params));
  many('/v1/disputes', (params) => listDisputes(pool, params));
  many('/v1/events', (params) => listEvents(pool, params));
  many('/v1/payment_intents/search', (params) => searchIntents(pool, params));
  many('/v1/balance', (params) => {
    params.assertAllRead();
    return async () => balanceObject(await balances(pool));
  });
}
