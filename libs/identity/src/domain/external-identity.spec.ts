import { isCompleted } from './erasure.js';
import { type ProvenIdentity, verifiedEmail } from './external-identity.js';
import { isSecret, prefixOf } from './secret.js';

const identity = (over: Partial<ProvenIdentity> = {}): ProvenIdentity => ({ issuer: 'https://id.test', subject: '1', email: 'ann@example.com', emailVerified: true, name: 'Ann', ...over });

describe('the address that a provider vouches for', () => {
  it('is taken in the form in which accounts are kept', () => {
    expect(verifiedEmail(identity({ email: 'Ann@Example.COM' }))).toBe('ann@example.com');
    expect(verifiedEmail(identity({ email: 'u\u0308@example.com' }))).toBe('\u00fc@example.com');
    expect(verifiedEmail(identity({ email: `${'a'.repeat(242)}@example.com` }))).toHaveLength(254);
  });

  it.each<[string, Partial<ProvenIdentity>]>([
    ['unverified', { emailVerified: false }],
    ['missing', { email: undefined }],
    ['empty', { email: '' }],
    ['too long', { email: `${'a'.repeat(243)}@example.com` }],
    ['without a sign', { email: 'ann.example.com' }],
    ['with two signs', { email: 'ann@b@example.com' }],
    ['with a line behind it', { email: 'ann@example.com\n' }],
    ['with words before it', { email: 'to ann@example.com' }],
    ['with a control character', { email: 'ann\u0000@example.com' }],
    ['without a name', { email: '@example.com' }],
    ['without a place', { email: 'ann@' }],
  ])('is not taken: %s', (_, over) => {
    expect(() => verifiedEmail(identity(over))).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'openid-connect-email-unverified' }) }));
  });
});

describe('an erasure', () => {
  it('is over once nothing waits and it was gone over twice', () => {
    const waits = [{}] as unknown as Parameters<typeof isCompleted>[1];

    expect([isCompleted(1, []), isCompleted(2, []), isCompleted(3, []), isCompleted(2, waits)]).toEqual([false, true, true, false]);
  });
});

describe('a secret', () => {
  it.each<[string, boolean]>([
    [`sk_${'a'.repeat(32)}`, true], [`sk_${'Z9_-'.repeat(8)}`, true], [`sk_${'a'.repeat(255)}`, true],
    [`sk_${'a'.repeat(31)}`, false], [`sk_${'a'.repeat(256)}`, false], [`xsk_${'a'.repeat(32)}`, false], [`sk_${'a'.repeat(31)}.`, false], [`sk_${'a'.repeat(32)}\n`, false],
  ])('has one form: %j', (text, is) => expect(isSecret(text)).toBe(is));

  it('is told apart by its beginning', () => expect(prefixOf('sk_abcdefgh')).toBe('sk_abcde'));
});
