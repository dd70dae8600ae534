import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { policyOf } from './passport-access.guard.js';

/** Refuses to start an application that has a route of which nobody said who may call it. */
@Injectable()
export class PolicyCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws Error that names every such route. */
  onApplicationBootstrap(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => (metatype ? this.#without(metatype) : []));
    if (open.length > 0) throw new Error(`Give these routes @Public(), @RequiresScope(…), @CustomersOnly(), @StaffOnly() or @PeopleOnly(): ${open.join(', ')}`);
  }

  // The pages of Swagger are not routes of controllers, so they do not occur here.
  #without(controller: { readonly name: string; readonly prototype?: object }): string[] {
    const prototype = controller.prototype as Record<string, object>;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => Reflect.hasMetadata(PATH_METADATA, prototype[name]!) && !policyOf(prototype[name]!, controller))
      .map((name) => `${controller.name}.${name}`);
  }
}
