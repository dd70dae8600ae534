import { newId } from '@holdfast/kernel';
import { type DetachResult, type EnrollResult, MethodVault, type ObservedMethod, type SetupCall, type SetupResult } from '../../libs/payments/src/domain/method-vault.js';

interface Kept {
  readonly payer: string;
  result: SetupResult;
}

/** A vault in memory: `keeps` is kept, `asks` waits for its shopper, everything else is declined. */
export class MemoryVault extends MethodVault {
  readonly #payers = new Map<string, string>();
  readonly #setups = new Map<string, Kept>();

  enroll(customer: `cus_${string}`): Promise<EnrollResult> {
    const payer = this.#payers.get(customer) ?? newId('payer');
    this.#payers.set(customer, payer);
    return Promise.resolve({ outcome: 'enrolled', payer });
  }

  setUp({ key, method, payer }: SetupCall): Promise<SetupResult> {
    const kept = this.#setups.get(key) ?? { payer, result: begun(method) };
    this.#setups.set(key, kept);
    return Promise.resolve(kept.result);
  }

  find({ key, payer, reference }: SetupCall): Promise<SetupResult> {
    const kept = this.#setups.get(key);
    const isOurs = kept?.payer === payer && (reference === null || referenceOf(kept.result) === reference);
    if (kept && isOurs) return Promise.resolve(kept.result);
    return Promise.resolve(reference ? { outcome: 'unknown', code: 'mismatch' } : { outcome: 'not_sent', code: 'not-found' });
  }

  async abandon(call: SetupCall): Promise<SetupResult> {
    const found = await this.find(call);
    if (found.outcome === 'requires_action') this.decide(found, 'decline');
    return this.find(call);
  }

  detach(token: string): Promise<DetachResult> {
    for (const kept of this.#setups.values()) {
      const { result } = kept;
      if (result.outcome === 'active' && result.token === token) kept.result = { outcome: 'declined', code: 'detached', reference: result.reference };
    }
    return Promise.resolve({ outcome: 'detached' });
  }

  knows(reference: string): boolean {
    return /^(setup|token)_/.test(reference);
  }

  observe(reference: string): Promise<ObservedMethod | undefined> {
    const [key, kept] = [...this.#setups].find(([, { result }]) => referenceOf(result) === reference) ?? [];
    return Promise.resolve(key && kept ? { target: { id: key as `pm_${string}` }, fact: kept.result } : undefined);
  }

  /** What the shopper does. */
  decide(waiting: SetupResult, what: 'approve' | 'decline'): void {
    const kept = [...this.#setups.values()].find(({ result }) => referenceOf(result) === referenceOf(waiting))!;
    const reference = referenceOf(waiting)!;
    kept.result = what === 'approve' ? active(reference) : { outcome: 'declined', code: 'canceled', reference };
  }
}

const referenceOf = (result: SetupResult): string | undefined => ('reference' in result ? result.reference : undefined);
const active = (reference: string): SetupResult => ({ outcome: 'active', reference, token: newId('token'), card: { brand: 'visa', last4: '4242', expiryMonth: 12, expiryYear: 2099 } });

function begun(method: string): SetupResult {
  const reference = newId('setup');
  if (method === 'keeps') return active(reference);
  if (method === 'asks') return { outcome: 'requires_action', reference, nextAction: { type: 'redirect', url: `https://bank.test/${reference}` } };
  return { outcome: 'declined', code: 'card_declined', reference };
}
