/** What tells the series of one metric apart. Values come from small closed sets (routes, problem codes, queues), never from requests: no ids. */
export type Labels = Readonly<Record<string, string>>;

export interface MetricShape {
  /** As OpenTelemetry names it, in the spelling of Prometheus, with its unit; else `holdfast_…`. */
  readonly name: string;
  /** What it means, in one sentence. */
  readonly help: string;
  /** Names of its labels; none when absent. */
  readonly labels?: readonly string[];
}

/** The value of one series. */
export interface Reading {
  readonly value: number;
  readonly labels?: Labels;
}

/** Counts what happened in this process since it began. */
export interface Counter {
  add(labels?: Labels, by?: number): void;
}

/** How long things took, in seconds, as a histogram. */
export interface Durations {
  observe(seconds: number, labels?: Labels): void;
}

/** Gauges that are read together elsewhere, from PostgreSQL or the queue, and are true of the whole shop. */
export interface FigureSource {
  /** Label of `holdfast_metrics_source_up`. */
  readonly name: string;
  readonly gauges: readonly MetricShape[];
  /** The readings by the names of the gauges. Asked once every few seconds at most, however many scrapes come, and never twice at once. */
  read(): Promise<Readonly<Record<string, readonly Reading[]>>>;
}

/** What this process tells those who watch it. Each name is registered once in a process. */
export abstract class Metrics {
  abstract counter(shape: MetricShape): Counter;

  abstract durations(shape: MetricShape): Durations;

  /** Read at each scrape: it has to be at hand, and costs next to nothing. */
  abstract gauge(shape: MetricShape, read: () => readonly Reading[]): void;

  /** As {@link gauge}, of what something else counts and never takes back. */
  abstract counted(shape: MetricShape, read: () => readonly Reading[]): void;

  /** For processes that speak for the whole shop, that is workers. While it cannot be read its gauges are missing, and nothing else is. */
  abstract figures(source: FigureSource): void;
}
