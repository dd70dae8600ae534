import { MemoryRecord, slopeOf } from './memory.js';

const MINUTE_MS = 60_000;

describe('memory over time', () => {
  it('grows as the straight line that is nearest to what was measured', () => {
    expect(slopeOf([[0, 10], [1, 12], [2, 14]])).toBe(2);
    expect(slopeOf([[0, 10], [1, 14], [2, 6], [3, 10]])).toBeCloseTo(-0.8);
    expect(slopeOf([[5, 1], [5, 3]])).toBe(0);
  });

  it('is told of a process that runs long enough, and of none that was started a moment ago or has ended', () => {
    const record = new MemoryRecord();

    for (let minute = 0; minute <= 4; minute++) record.take([['this one', process.pid], ['nobody', 2 ** 22 + 1]], minute * MINUTE_MS);
    record.take([['a young one', process.pid]], 4 * MINUTE_MS);

    expect(record.figures()).toEqual({ 'memory of this one': expect.stringMatching(/^\d+ MiB, [+-]\d+\.\d MiB an hour over 3\.0 minutes since its last start$/) });
  });
});
