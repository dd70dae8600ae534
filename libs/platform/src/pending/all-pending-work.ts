import { Injectable, type OnModuleInit, SetMetadata } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { PendingWork, type PendingStep, type Purchase } from '../kernel/index.js';

const TELLS = 'holdfast:tells-pending-work';

/** Marks a provider as what a module knows to be pending about a purchase. */
export const TellsPendingWork = () => SetMetadata(TELLS, true);

/** What all modules know to be pending. */
@Injectable()
export class AllPendingWork extends PendingWork implements OnModuleInit {
  readonly #sources: PendingWork[] = [];

  constructor(private readonly discovery: DiscoveryService) {
    super();
  }

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) if (metatype && Reflect.getMetadata(TELLS, metatype)) this.#sources.push(instance as PendingWork);
  }

  async about(purchase: Purchase): Promise<readonly PendingStep[]> {
    const steps = await Promise.all(this.#sources.map((source) => source.about(purchase)));
    return steps.flat().sort((one, other) => one.since.getTime() - other.since.getTime());
  }
}
