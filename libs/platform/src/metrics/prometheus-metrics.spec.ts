import type { FigureSource, Reading } from '../kernel/index.js';
import { PrometheusMetrics } from './prometheus-metrics.js';

const WAITING = { name: 'test_waiting', help: 'Things that wait.' };
const UP = /^holdfast_metrics_source_up\{source="test"\} (\d)$/m;

/** A source that answers as it is told, and counts how often it was asked. */
function source(read: FigureSource['read']): { metrics: PrometheusMetrics; asked: () => number } {
  const metrics = new PrometheusMetrics();
  let asked = 0;
  metrics.figures({ name: 'test', gauges: [WAITING], read: () => (asked++, read()) });
  metrics.counter({ name: 'test_total', help: 'Something else.' }).add();
  return { metrics, asked: () => asked };
}

const three = async (): Promise<Record<string, Reading[]>> => ({ test_waiting: [{ value: 3 }] });
const failing = () => Promise.reject(new Error('The database is away'));

describe('figures of the whole shop', () => {
  it('are read once for all who scrape within seconds', async () => {
    const { metrics, asked } = source(three);

    const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => metrics.exposition()));
    const later = await metrics.exposition();

    expect(first!.text).toMatch(/^test_waiting 3$/m);
    expect([...others, later].every(({ text }) => text === first!.text)).toBe(true);
    expect(asked()).toBe(1);
  });

  it('are missing while they cannot be read, which is told, and nothing else is', async () => {
    const { metrics } = source(failing);

    const { text } = await metrics.exposition();

    expect(UP.exec(text)?.[1]).toBe('0');
    expect(text).not.toMatch(/^test_waiting [\d.]+$/m);
    expect(text).toMatch(/^test_total 1$/m);
  });

  it('keep no scrape waiting for long, and are not asked for again meanwhile', async () => {
    let answer: (readings: Record<string, Reading[]>) => void = () => undefined;
    const { metrics, asked } = source(() => new Promise((resolve) => (answer = resolve)));

    const slow = await metrics.exposition();
    const waiting = metrics.exposition();
    answer(await three());

    expect(UP.exec(slow.text)?.[1]).toBe('0');
    expect((await waiting).text).toMatch(/^test_waiting 3$/m);
    expect(asked()).toBe(1);
  });
});

describe('metrics of a process', () => {
  it('are its own, also where several live in one', async () => {
    const [one, other] = [new PrometheusMetrics(), new PrometheusMetrics()];
    one.counter(WAITING).add();
    other.counter(WAITING);

    expect((await one.exposition()).text).toMatch(/^test_waiting 1$/m);
    expect((await other.exposition()).text).toMatch(/^test_waiting 0$/m);
  });

  it('are registered once', () => {
    const metrics = new PrometheusMetrics();
    metrics.counter(WAITING);

    expect(() => metrics.counter(WAITING)).toThrow('test_waiting');
  });

  it('show what something else counts as it is now', async () => {
    const metrics = new PrometheusMetrics();
    let count = 1;
    metrics.counted({ name: 'test_total', help: 'Something.', labels: ['kind'] }, () => [{ value: count, labels: { kind: 'a' } }]);
    await metrics.exposition();
    count = 5;

    expect((await metrics.exposition()).text).toMatch(/^test_total\{kind="a"\} 5$/m);
  });
});
