import { newId } from '@holdfast/kernel';
import type { SetupResult } from './method-vault.js';
import { applyVaultFact, isUndecided, isWanted, nextLookSeconds, PAYMENT_METHOD_MACHINE, type SavedMethod, type SavedMethodState, unwantedMethod, type VaultFact } from './saved-method.js';

const CARD = { brand: 'visa', last4: '4242', expiryMonth: 12, expiryYear: 2031 };
const ACTIVE: SetupResult = { outcome: 'active', reference: 'seti_1', token: 'pm_1', card: CARD };
const ASKS: SetupResult = { outcome: 'requires_action', reference: 'seti_1', nextAction: { type: 'redirect', url: 'https://bank.test' } };
const DECLINED: SetupResult = { outcome: 'declined', code: 'card_declined', reference: 'seti_1' };
const UNKNOWN: SetupResult = { outcome: 'unknown', code: 'no-answer' };
const DETACHED: VaultFact = { outcome: 'detached' };
const FACTS: readonly VaultFact[] = [ACTIVE, ASKS, DECLINED, UNKNOWN, DETACHED, { outcome: 'not_sent', code: 'gateway-unreachable' }];

const method = (state: SavedMethodState, over: Partial<SavedMethod> = {}): SavedMethod => ({
  id: newId('pm'), customerId: newId('cus'), gateway: 'stripe', state, unwanted: false, reference: null, token: null, card: null, nextAction: null, code: null, isDefault: false, version: 2, ...over,
});
const KEPT = { token: 'pm_1', card: CARD, isDefault: true };

describe('what a gateway says about a means of payment', () => {
  it('makes it active, with what is shown of it', () => {
    expect(applyVaultFact(method('sent'), ACTIVE)).toMatchObject({ state: 'active', token: 'pm_1', card: CARD, reference: 'seti_1', version: 3 });
    expect(applyVaultFact(method('requires_action', { nextAction: { type: 'redirect', url: 'https://bank.test' } }), ACTIVE)).toMatchObject({ state: 'active', nextAction: null });
  });

  it('is owed to be taken away where nobody wants it any more', () => {
    expect(applyVaultFact(method('unknown', { unwanted: true }), ACTIVE)).toMatchObject({ state: 'detaching', token: 'pm_1' });
  });

  it('leaves nothing to pay with once it is declined or detached', () => {
    expect(applyVaultFact(method('sent'), DECLINED)).toMatchObject({ state: 'failed', code: 'card_declined', token: null });
    expect(applyVaultFact(method('active', KEPT), DETACHED)).toMatchObject({ state: 'detached', token: null, card: null, isDefault: false });
    expect(applyVaultFact(method('detaching', KEPT), DETACHED)).toMatchObject({ state: 'detached', token: null });
  });

  it('does not make a question that failed an answer', () => {
    expect(applyVaultFact(method('sent'), UNKNOWN)).toMatchObject({ state: 'unknown', code: 'no-answer' });
    expect(applyVaultFact(method('requires_action'), UNKNOWN)).toBeUndefined();
    expect(applyVaultFact(method('unknown'), UNKNOWN)).toBeUndefined();
  });

  it.each<[SavedMethodState]>([['failed'], ['detached']])('is no news where it is %s', (state) => {
    expect(FACTS.map((fact) => applyVaultFact(method(state), fact))).toEqual(FACTS.map(() => undefined));
  });

  it('never brings a kept one back to its setup', () => {
    for (const state of ['active', 'detaching'] as const)
      expect(FACTS.filter((fact) => fact !== DETACHED).map((fact) => applyVaultFact(method(state, KEPT), fact))).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('only ever takes legal steps, whatever it is and in whatever state', () => {
    for (const state of PAYMENT_METHOD_MACHINE.states)
      for (const fact of FACTS) {
        if (state === 'created' && fact.outcome !== 'not_sent' && fact.outcome !== 'declined') continue;
        expect(() => applyVaultFact(method(state), fact)).not.toThrow();
      }
  });
});

describe('a means of payment that its owner does not want any more', () => {
  it('is to be detached, and not the default one', () => {
    expect(unwantedMethod(method('active', KEPT))).toMatchObject({ state: 'detaching', isDefault: false, unwanted: true, token: 'pm_1' });
  });

  it('is noted where the gateway has not told yet what became of it', () => {
    expect(unwantedMethod(method('unknown'))).toMatchObject({ state: 'unknown', unwanted: true });
  });

  it.each<[SavedMethodState]>([['failed'], ['detaching'], ['detached']])('is gone already where it is %s', (state) => {
    expect(unwantedMethod(method(state))).toBeUndefined();
  });
});

describe('who looks after a means of payment, and when', () => {
  it.each<[SavedMethodState, boolean, boolean]>([
    ['created', true, true], ['sent', true, true], ['requires_action', true, true], ['unknown', true, true],
    ['active', true, false], ['detaching', false, false], ['failed', false, false], ['detached', false, false],
  ])('%s: wanted %s, undecided %s', (state, wanted, undecided) => {
    expect([isWanted(state), isUndecided(state)]).toEqual([wanted, undecided]);
  });

  it.each<[SavedMethodState, number | null, number | null]>([
    ['created', 30, 0], ['sent', 30, 30], ['requires_action', 15, 0], ['unknown', 2, 0], ['active', null, null], ['detaching', 0, 0], ['failed', null, null], ['detached', null, null],
  ])('%s: after %s seconds, and %s once nobody wants it', (state, wanted, unwanted) => {
    expect([nextLookSeconds({ state, unwanted: false }), nextLookSeconds({ state, unwanted: true })]).toEqual([wanted, unwanted]);
  });

  it('what is gone, or never came to be, stays so', () => {
    expect((['failed', 'detached'] as const).map((state) => PAYMENT_METHOD_MACHINE.pairs.filter((pair) => pair.startsWith(`${state}>`)))).toEqual([[], []]);
  });
});

describe('a setup that did not come to be', () => {
  it('keeps by what the gateway knew it', () => {
    const before = method('sent', { reference: 'seti_0' });

    expect(applyVaultFact(before, { outcome: 'declined', code: 'card_declined' })).toMatchObject({ state: 'failed', reference: 'seti_0' });
    expect(applyVaultFact(before, DECLINED)).toMatchObject({ reference: 'seti_1' });
    expect(applyVaultFact(before, UNKNOWN)).toMatchObject({ state: 'unknown', reference: 'seti_0' });
    expect(applyVaultFact(before, { outcome: 'not_sent', code: 'gateway-unreachable' })).toMatchObject({ state: 'failed', code: 'gateway-unreachable', reference: 'seti_0' });
    expect(applyVaultFact(before, ASKS)).toMatchObject({ state: 'requires_action', reference: 'seti_1', nextAction: { type: 'redirect', url: 'https://bank.test' } });
    expect(applyVaultFact(method('requires_action'), ASKS)).toBeUndefined();
  });
});
