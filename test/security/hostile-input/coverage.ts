import type { Operation } from './document.js';
import type { Exchange } from './exchange.js';

/** Which statuses each operation answered, and which of its parameters were sent. */
export class Coverage {
  readonly #statuses = new Map<string, Map<number, number>>();
  readonly #parameters = new Set<string>();

  constructor(private readonly operations: readonly Operation[]) {}

  note({ sent, answer }: Exchange): void {
    const { operation, path, headers } = sent;
    const seen = this.#statuses.get(operation.id) ?? new Map<number, number>();
    this.#statuses.set(operation.id, seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1));
    const query = path.split('?', 2)[1] ?? '';
    for (const one of operation.parameters) {
      const isSent = one.in === 'path' || (one.in === 'query' ? query.includes(`${encodeURIComponent(one.name)}=`) : one.name.toLowerCase() in headers);
      if (isSent) this.#parameters.add(`${operation.id} ${one.name}`);
    }
  }

  /** Operations that never did what they are for. */
  get neverDone(): string[] {
    return this.operations.filter(({ id }) => ![...(this.#statuses.get(id)?.keys() ?? [])].some((status) => status < 400)).map(({ id }) => id);
  }

  get figures(): Record<string, number | string> {
    const documented = this.operations.flatMap(({ parameters }) => parameters).length;
    const pairs = [...this.#statuses.values()].reduce((sum, seen) => sum + seen.size, 0);
    return {
      'operations': `${this.#statuses.size} of ${this.operations.length}`,
      'operations × statuses seen': pairs,
      'parameters sent': `${this.#parameters.size} of ${documented}`,
      'operations never done': this.neverDone.join(', ') || 'none',
    };
  }

  /** One line for each operation: its statuses and how often. */
  get table(): string[] {
    return this.operations.map(({ id }) => {
      const seen = [...(this.#statuses.get(id) ?? [])].sort(([a], [b]) => a - b);
      return `${id.padEnd(32)} ${seen.map(([status, times]) => `${status}×${times}`).join(' ')}`;
    });
  }
}
