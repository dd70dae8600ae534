import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter as PromCounter, Gauge, Histogram, Registry } from 'prom-client';
import { type Counter, type Durations, type FigureSource, type MetricShape, Metrics, type Reading } from '../kernel/index.js';
import { measureEventLoop } from './event-loop.js';
import { SourceOfFigures } from './source-of-figures.js';

/** What OpenTelemetry advises for durations of HTTP requests, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** The event loop is measured under the names of OpenTelemetry, by {@link measureEventLoop}. */
const LAG = /^nodejs_eventloop_lag_/;
/** Those of prom-client are dropped; until then they need not look often. */
const RARELY_MS = 1_000;

/** The metrics of one process, in a registry of their own: several processes may live in one as they do in tests. */
@Injectable()
export class PrometheusMetrics extends Metrics {
  readonly #registry = new Registry();
  readonly #sources: SourceOfFigures[] = [];
  readonly #up = new Gauge({ ...this.#of({ name: 'holdfast_metrics_source_up', help: 'Whether the figures of this source could be read.', labels: ['source'] }) });
  readonly #readAt = new Gauge({
    ...this.#of({ name: 'holdfast_metrics_source_last_success_timestamp_seconds', help: 'When the figures of this source were read last.', labels: ['source'] }),
  });
  #watchesProcess = false;

  counter(shape: MetricShape): Counter {
    const counter = new PromCounter(this.#of(shape));
    return { add: (labels = {}, by = 1) => counter.inc(labels, by) };
  }

  durations(shape: MetricShape): Durations {
    const histogram = new Histogram({ ...this.#of(shape), buckets: BOUNDS });
    return { observe: (seconds, labels = {}) => histogram.observe(labels, seconds) };
  }

  gauge(shape: MetricShape, read: () => readonly Reading[]): void {
    const gauge: Gauge = new Gauge({ ...this.#of(shape), collect: () => setAll(gauge, read()) });
  }

  counted(shape: MetricShape, read: () => readonly Reading[]): void {
    const counter: PromCounter = new PromCounter({
      ...this.#of(shape),
      collect: () => {
        counter.reset();
        for (const { value, labels = {} } of read()) counter.inc(labels, value);
      },
    });
  }

  figures(source: FigureSource): void {
    const gauges = new Map(source.gauges.map((shape) => [shape.name, new Gauge(this.#of(shape))]));
    this.#sources.push(
      new SourceOfFigures(source, {
        show: (readings) => {
          for (const [name, gauge] of gauges) setAll(gauge, readings[name] ?? []);
          this.#up.set({ source: source.name }, 1);
          this.#readAt.setToCurrentTime({ source: source.name });
        },
        hide: () => {
          for (const gauge of gauges.values()) setAll(gauge, []);
          this.#up.set({ source: source.name }, 0);
        },
      }),
    );
  }

  /** CPU, memory, garbage collection and event loop, from here on: for what is a process of its own. */
  watchProcess(): void {
    if (this.#watchesProcess) return;
    this.#watchesProcess = true;
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: RARELY_MS });
    for (const { name } of this.#registry.getMetricsAsArray()) if (LAG.test(name)) this.#registry.removeSingleMetric(name);
    measureEventLoop(this);
  }

  /** Everything, as Prometheus reads it. Never fails because of what it could not read. */
  async exposition(): Promise<{ readonly contentType: string; readonly text: string }> {
    await Promise.all(this.#sources.map((source) => source.refresh()));
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  #of({ name, help, labels = [] }: MetricShape) {
    return { name, help, labelNames: labels, registers: [this.#registry] };
  }
}

/** What was not read is missing: prom-client would show 0 where there are no labels. */
function setAll(gauge: Gauge, readings: readonly Reading[]): void {
  gauge.reset();
  if (readings.length === 0 && !isLabelled(gauge)) gauge.remove();
  for (const { value, labels = {} } of readings) gauge.set(labels, value);
}

const isLabelled = (gauge: Gauge): boolean => (gauge as unknown as { readonly labelNames: readonly string[] }).labelNames.length > 0;
