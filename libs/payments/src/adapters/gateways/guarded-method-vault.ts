import { type DetachResult, type EnrollResult, MethodVault, type ObservedMethod, type SetupCall, type SetupResult, type Uncertain } from '../../domain/method-vault.js';

import type { CallName } from './gateway-metrics.js';

/** How calls of one gateway are let through, or turned away. */
export interface CallGuard {
  /** Of a call that changes something: what is turned away was surely never sent. */
  send<T>(name: CallName, work: () => Promise<T>): Promise<T | { readonly outcome: 'not_sent'; readonly code: string }>;
  /** Of a question. */
  ask<T>(name: CallName, work: () => Promise<T>): Promise<T | Uncertain>;
  /** Of a question about all that is there; throws where it is turned away. */
  watch<T>(name: CallName, work: () => Promise<T>): Promise<T>;
}

/** A vault behind the same guard as the payments of its gateway: there is one gateway to be kept from taking the shop with it. */
export class GuardedMethodVault extends MethodVault {
  constructor(
    private readonly vault: MethodVault,
    private readonly guard: CallGuard,
  ) {
    super();
  }

  enroll(customer: `cus_${string}`): Promise<EnrollResult> {
    return this.guard.send('enroll', () => this.vault.enroll(customer));
  }

  setUp(call: SetupCall): Promise<SetupResult> {
    return this.guard.send('set-up', () => this.vault.setUp(call));
  }

  find(call: SetupCall): Promise<SetupResult> {
    return this.guard.ask('find-setup', () => this.vault.find(call));
  }

  abandon(call: SetupCall): Promise<SetupResult> {
    return this.guard.ask('abandon-setup', () => this.vault.abandon(call));
  }

  knows(reference: string): boolean {
    return this.vault.knows(reference);
  }

  observe(reference: string): Promise<ObservedMethod | undefined> {
    return this.guard.watch('observe-method', () => this.vault.observe(reference));
  }

  detach(token: string): Promise<DetachResult> {
    return this.guard.send('detach', () => this.vault.detach(token));
  }
}
