import { Batcher, type Settled } from './batcher.js';

const ok = <T>(value: T): Settled<T> => ({ ok: true, value });

/** A batcher whose batches wait at a gate, so that a test decides when they end. */
function gated(max = 100, lanes = 1) {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const batcher = new Batcher<number, number>({
    max,
    lanes,
    work: async (items) => {
      batches.push([...items]);
      await new Promise<void>((open) => gates.push(open));
      return items.map((item) => ok(item * 2));
    },
  });
  const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return { batcher, batches, gates, turn };
}

describe('Batcher', () => {
  it('starts at once when idle and gathers what comes meanwhile into the next batch, in order', async () => {
    const { batcher, batches, gates, turn } = gated();
    const first = batcher.submit(1);
    await turn();
    const rest = [2, 3, 4].map((item) => batcher.submit(item));
    await turn();
    expect(batches).toEqual([[1]]);

    gates.shift()!();
    await first;
    await turn();
    gates.shift()!();

    expect(await Promise.all(rest)).toEqual([4, 6, 8]);
    expect(batches).toEqual([[1], [2, 3, 4]]);
  });

  it('never makes a batch larger than the maximum, nor runs more than its lanes', async () => {
    const { batcher, batches, gates, turn } = gated(2, 2);
    const all = [1, 2, 3, 4, 5].map((item) => batcher.submit(item));
    await turn();
    expect(batches).toEqual([[1, 2], [3, 4]]);

    while (gates.length > 0) {
      gates.shift()!();
      await turn();
    }

    expect(await Promise.all(all)).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('lets one bad item fail alone', async () => {
    const batcher = new Batcher<number, number>({
      max: 100,
      lanes: 1,
      work: async (items) => {
        if (items.includes(7)) throw new Error('seven');
        return items.map(ok);
      },
    });

    const answers = await Promise.allSettled([1, 2, 7, 4, 5].map((item) => batcher.submit(item)));

    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason.message))).toEqual([1, 2, 'seven', 4, 5]);
  });

  it('gives each item its own refusal', async () => {
    const batcher = new Batcher<number, number>({
      max: 100,
      lanes: 1,
      work: async (items) => items.map((item) => (item < 0 ? { ok: false, error: new Error('negative') } : ok(item))),
    });

    await expect(batcher.submit(-1)).rejects.toThrow('negative');
    await expect(batcher.submit(3)).resolves.toBe(3);
  });
});
