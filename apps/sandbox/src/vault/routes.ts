import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import type { Operation } from '../faults/script.js';
import type { Params } from '../protocol/params.js';
import { perform, type Prepare, retrieve } from '../routes/perform.js';
import { createCustomer, customerObject, getCustomer } from './customers.js';
import { attachMethod, detachMethod, getMethod, listMethods, methodObject } from './methods.js';
import { cancelSetup, confirmSetup, createSetup } from './set-up.js';
import { listSetups, retrieveSetup } from './setups.js';

/** Customers, and the means of payment that are kept for them. */
export function vaultRoutes(app: FastifyInstance, context: SandboxContext): void {
  const { pool } = context;
  const post = (path: string, operation: Operation, prepare: Prepare): void => {
    app.post(path, (request, reply) => perform(context, operation, prepare, request, reply));
  };
  const get = (path: string, read: (params: Params, id: string) => () => Promise<unknown>): void => {
    app.get(path, (request, reply) => retrieve(context, read, request, reply));
  };
  post('/v1/customers', 'customer', ({ params, key }) => createCustomer(params, key));
  post('/v1/setup_intents', 'setup', ({ params, key }) => createSetup(params, context.origin, key));
  post('/v1/setup_intents/:id/confirm', 'setup', ({ params, id }) => confirmSetup(id, params, context.origin));
  post('/v1/setup_intents/:id/cancel', 'cancel', ({ params, id }) => cancelSetup(id, params));
  post('/v1/payment_methods/:id/attach', 'attach', ({ params, id }) => attachMethod(id, params));
  post('/v1/payment_methods/:id/detach', 'detach', ({ params, id }) => detachMethod(id, params));

  get('/v1/customers/:id', (params, id) => {
    params.assertAllRead();
    return async () => customerObject(await getCustomer(pool, id));
  });
  get('/v1/customers/:id/payment_methods', (params, id) => listMethods(pool, params, id));
  get('/v1/payment_methods', (params) => listMethods(pool, params));
  get('/v1/payment_methods/:id', (params, id) => {
    params.assertAllRead();
    return async () => methodObject(await getMethod(pool, id));
  });
  get('/v1/setup_intents', (params) => listSetups(pool, params));
  get('/v1/setup_intents/:id', (params, id) => retrieveSetup(pool, id, params));
}
