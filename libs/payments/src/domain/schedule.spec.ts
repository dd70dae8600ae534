import { needsHuman, pauseAfter, RESEND_WITHIN_SECONDS } from './schedule.js';

describe('the schedule of the resolver', () => {
  it('asks soon at first, then ever more rarely, and goes on every hour', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 100].map(pauseAfter)).toEqual([2, 10, 30, 120, 600, 3_600, 3_600, 3_600]);
  });

  it('calls a person once the gateway may have forgotten our key, and not before', () => {
    expect([needsHuman(0), needsHuman(RESEND_WITHIN_SECONDS), needsHuman(RESEND_WITHIN_SECONDS + 1)]).toEqual([false, false, true]);
    expect(RESEND_WITHIN_SECONDS).toBeLessThan(24 * 3_600);
  });
});
