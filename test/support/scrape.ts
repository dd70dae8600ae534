/** One series of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What was read at an address of metrics. */
export class Scrape {
  private constructor(readonly samples: readonly Sample[]) {}

  static async of(...addresses: string[]): Promise<Scrape> {
    const texts = await Promise.all(
      addresses.map(async (address) => {
        const response = await fetch(address);
        if (response.status !== 200) throw new Error(`${address}: ${response.status}`);
        return response.text();
      }),
    );
    return new Scrape(texts.flatMap((text) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map(sample)));
  }

  get names(): Set<string> {
    return new Set(this.samples.map(({ name }) => name));
  }

  /** The sum of the series that have these labels; undefined where there is none. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    const found = this.samples.filter((one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value));
    return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
  }
}

/** @throws Error where Prometheus could not read it either */
function sample(line: string): Sample {
  const [, name, inner = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined) throw new Error(`No sample: ${line}`);
  const labels = [...inner.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) => [label!, text!] as const);
  return { name, labels: Object.fromEntries(labels), value: Number(value === '+Inf' ? Infinity : value) };
}
