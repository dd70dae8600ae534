import { OpenCalls } from './open-calls.js';

const never = (): Promise<void> => new Promise(() => undefined);

describe('calls that are open at gateways', () => {
  it('are bounded in all, and a gateway that hangs has its share and no more', async () => {
    const calls = new OpenCalls(5, 2);
    void calls.run('hanging', never);
    void calls.run('hanging', never);

    expect([calls.room, calls.crowded]).toEqual([2, ['hanging']]);
    const ended = calls.run('well', () => Promise.resolve());
    expect(calls.room).toBe(2);
    void calls.run('other', never);
    void calls.run('other', never);
    await ended;
    expect([calls.room, calls.crowded]).toEqual([1, ['hanging', 'other']]);
  });

  it('give their room back when they fail', async () => {
    const calls = new OpenCalls(1, 1);
    const failing = calls.run('well', () => Promise.reject(new Error('no database')));

    expect([calls.room, calls.crowded]).toEqual([0, ['well']]);
    await expect(failing).rejects.toThrow('no database');
    await calls.ended();
    expect([calls.room, calls.crowded]).toEqual([1, []]);
  });
});
