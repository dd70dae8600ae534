import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId, type Policy } from '@holdfast/platform';
import { policyOf } from '../../libs/identity/src/adapters/http/passport-access.guard.js';

/** A route as the running application has it. */
export interface RunningRoute {
  readonly method: string;
  /** With `:id` where an id goes. */
  readonly path: string;
  readonly policy: Policy;
}

/** Every route of every controller of the application, sorted, with what it asks of its caller. */
export function routesOf(app: NestFastifyApplication): RunningRoute[] {
  const scanner = new MetadataScanner();
  const routes = app.get(DiscoveryService, { strict: false }).getControllers().flatMap(({ metatype }) => {
    if (!metatype) return [];
    const prototype = metatype.prototype as Record<string, object>;
    const prefix = Reflect.getMetadata(PATH_METADATA, metatype) as string;
    return scanner.getAllMethodNames(prototype).flatMap((name): RunningRoute[] => {
      const handler = prototype[name]!;
      const path = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
      if (path === undefined) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
      return [{ method, path: `/${prefix}/${path}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1'), policy: policyOf(handler, metatype)! }];
    });
  });
  return routes.sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`));
}

/** Kinds of ids by the resource that they stand behind in an address. */
const KINDS: Readonly<Record<string, string>> = {
  products: 'prod', variants: 'var', carts: 'cart', lines: 'line', checkouts: 'chk', orders: 'ord', customers: 'cus', sessions: 'ses', staff: 'stf', roles: 'rol',
};

/** The address with ids that nothing has. */
export function addressOf({ path }: RunningRoute): string {
  const parts = path.split('/');
  return parts.map((part, at) => (part.startsWith(':') ? newId(KINDS[parts[at - 1]!] ?? 'prod') : part)).join('/');
}
