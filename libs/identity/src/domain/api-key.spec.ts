import { newId } from '@holdfast/kernel';
import { ApiKey } from './api-key.js';
import { ApiKeyNotActive, ExpiryInThePast, ScopeNotHeld } from './errors.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const secret = { prefix: 'sk_new00', hash: new Uint8Array(32) };
const HELD = ['a', 'b', 'c'];

const key = (expiresAt: Date | null = null) => ApiKey.create({ id: newId('key'), name: 'Till', scopes: ['b', 'a'], expiresAt }, 'sk_old00', HELD, NOW);

describe('an API key', () => {
  it('is not made with a scope that its creator lacks', () => {
    const facts = { id: newId('key'), name: 'Till', scopes: ['a', 'z', 'y'], expiresAt: null };

    const creating = () => ApiKey.create(facts, 'sk_old00', HELD, NOW);

    expect(creating).toThrow(ScopeNotHeld);
    expect(creating).toThrow('y, z');
  });

  it('is not made expired', () => {
    expect(() => key(NOW)).toThrow(ExpiryInThePast);
    expect(key(later(1)).snapshot().expiresAt).toEqual(later(1));
  });

  it('keeps the time of its first revocation', () => {
    const revoked = key();

    revoked.revoke(later(1));
    revoked.revoke(later(2));

    expect(revoked.snapshot().revokedAt).toEqual(later(1));
  });

  it('takes a new secret and says how long the old one counts', () => {
    const rotated = key();

    rotated.rotate(secret, 60, HELD, NOW);

    expect(rotated.rotation).toEqual({ secret, previousValidUntil: later(60) });
    expect(rotated.snapshot().prefix).toBe('sk_new00');
  });

  it('takes no new secret once it has ended', () => {
    const revoked = key();
    revoked.revoke(NOW);

    expect(() => revoked.rotate(secret, 0, HELD, NOW)).toThrow(ApiKeyNotActive);
    expect(() => key(later(1)).rotate(secret, 0, HELD, later(1))).toThrow(ApiKeyNotActive);
    expect(() => key().rotate(secret, 0, ['a'], NOW)).toThrow(ScopeNotHeld);
  });
});
