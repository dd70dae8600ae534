import { Injectable, type OnModuleInit, SetMetadata } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type DataSubject, type PersonalData, PersonalDataHolders, type Wait } from '../kernel/index.js';
import type { Holding } from './holdings.js';

const HOLDS = 'holdfast:holds-personal-data';

interface Holder {
  /** The part of an export that it fills. */
  readonly part: string;
  readonly holdings: readonly Holding[];
}

/** Marks a provider as what a module knows about people. */
export const HoldsPersonalData = (part: string, holdings: readonly Holding[]) => SetMetadata(HOLDS, { part, holdings } satisfies Holder);

@Injectable()
export class DiscoveredPersonalDataHolders extends PersonalDataHolders implements OnModuleInit {
  readonly #holders: (Holder & { readonly data: PersonalData })[] = [];

  constructor(private readonly discovery: DiscoveryService) {
    super();
  }

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const holder = metatype && (Reflect.getMetadata(HOLDS, metatype) as Holder | undefined);
      if (!holder) continue;
      if (this.#holders.some(({ part }) => part === holder.part)) throw new Error(`Two holders of personal data are called ${holder.part}`);
      this.#holders.push({ ...holder, data: instance as PersonalData });
    }
    this.#holders.sort((a, b) => a.part.localeCompare(b.part));
  }

  get holdings(): readonly Holding[] {
    return this.#holders.flatMap(({ holdings }) => holdings);
  }

  async export(subject: DataSubject): Promise<Record<string, unknown>> {
    const parts: Record<string, unknown> = {};
    for (const { part, data } of this.#holders) parts[part] = await data.export(subject);
    return parts;
  }

  async erase(subject: DataSubject): Promise<Wait[]> {
    const waits: Wait[] = [];
    for (const { data } of this.#holders) waits.push(...(await data.erase(subject)));
    return waits;
  }
}
