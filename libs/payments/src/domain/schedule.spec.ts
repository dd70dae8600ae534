import { ACTION_PAUSE_SECONDS, firstLookAfter, needsHuman, pauseAfter, RESEND_WITHIN_SECONDS } from './schedule.js';

describe('the schedule of the resolver', () => {
  it('asks soon at first, then ever more rarely, and goes on every hour', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 100].map(pauseAfter)).toEqual([2, 10, 30, 120, 600, 3_600, 3_600, 3_600]);
  });

  it('looks first at what is open, and never at what has ended or is being sent', () => {
    expect([firstLookAfter('unknown'), firstLookAfter('requires_action')]).toEqual([2, ACTION_PAUSE_SECONDS]);
    expect((['created', 'sent', 'succeeded', 'failed', 'returned'] as const).map(firstLookAfter)).toEqual([null, null, null, null, null]);
  });

  it('calls a person once the gateway may have forgotten our key, and not before', () => {
    expect([needsHuman(0), needsHuman(RESEND_WITHIN_SECONDS), needsHuman(RESEND_WITHIN_SECONDS + 1)]).toEqual([false, false, true]);
    expect(RESEND_WITHIN_SECONDS).toBeLessThan(24 * 3_600);
  });
});
