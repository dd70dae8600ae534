import { AHEAD_SECONDS, needsSuccessor, RIPE_SECONDS, signingKey, SIGNS_SECONDS } from './signing-keys.js';

const keys = (...ages: number[]) => ages.map((ageSeconds) => ({ ageSeconds }));
const FRESH = RIPE_SECONDS - 1;

describe('signing keys', () => {
  it.each([
    ['the only one, however fresh, as nobody knows another', [0], 0],
    ['the one before, while the newest is not known everywhere', [FRESH, 1_000_000], 1_000_000],
    ['the newest, once everybody knows it', [RIPE_SECONDS, 1_000_000], RIPE_SECONDS],
    ['a fresh one, when those before have ended', [FRESH, SIGNS_SECONDS], FRESH],
    ['of several fresh ones that which is known for longest', [10, 20], 20],
    ['none that has ended', [SIGNS_SECONDS], undefined],
    ['none where there is none', [], undefined],
  ])('sign by turns: %s', (_, ages, expected) => {
    expect(signingKey(keys(...ages))?.ageSeconds).toBe(expected);
  });

  it.each([
    ['there is none', [], true],
    ['the newest ends within a day', [SIGNS_SECONDS - AHEAD_SECONDS], true],
    ['the newest has more than a day', [SIGNS_SECONDS - AHEAD_SECONDS - 1, SIGNS_SECONDS], false],
    ['a successor was made', [0, SIGNS_SECONDS - 1], false],
  ])('are followed by a new one when %s', (_, ages, expected) => {
    expect(needsSuccessor(keys(...ages))).toBe(expected);
  });

  it('overlap: the successor has ripened long before its predecessor ends', () => {
    expect(AHEAD_SECONDS).toBeGreaterThan(RIPE_SECONDS * 10);
  });
});
