import type { Pool } from 'pg';
import type { ToldRow } from './event-object.js';
import type { WebhookFault } from './fault.js';
import { messageOf } from './message.js';

const POLL_MS = 100;
const ANSWER_MS = 10_000;
const AT_ONCE = 10;

interface Due extends ToldRow {
  readonly delivery: number;
  readonly fault: WebhookFault | null;
  readonly tries: number;
  readonly url: string;
  readonly secret: string;
}

/** Half a minute's lease on each: a sandbox that dies leaves them to the next one. */
const TAKE = `
  with due as (
    select id from sandbox.deliveries where state = 'pending' and $1
     order by due_at, id limit ${AT_ONCE} for update skip locked
  )
  update sandbox.deliveries d
     set tries = d.tries + 1, due_at = now() + interval '30 seconds'
    from due, sandbox.events e, sandbox.webhook_endpoints w
   where d.id = due.id and e.id = d.event and w.gateway = e.gateway
  returning e.*, d.id as delivery, d.fault, d.tries, w.url, w.secret`;
const TAKE_DUE = TAKE.replace('$1', 'due_at <= now()');
const TAKE_EARLY = TAKE.replace('$1', "fault = 'early' and tries = 0");

/** Sends what is due to the endpoint, again and again with growing pauses until it answers 2xx. */
export class Deliverer {
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #isClosed = false;
  #mayBeEarly = false;

  constructor(private readonly pool: Pool) {}

  start(): void {
    this.#timer = setTimeout(() => {
      this.#turn = this.#deliver(TAKE_DUE).then(
        () => this.#again(),
        () => this.#again(),
      );
    }, POLL_MS);
  }

  /** Calls look for early events only once somebody asked for some: it costs each of them a statement. */
  expectEarly(): void {
    this.#mayBeEarly = true;
  }

  /** Events that are to come before the answer of their call. */
  async sendEarly(): Promise<void> {
    if (this.#mayBeEarly) await this.#deliver(TAKE_EARLY);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#turn;
  }

  #again(): void {
    if (!this.#isClosed) this.start();
  }

  async #deliver(take: string): Promise<void> {
    const { rows } = await this.pool.query<Due>(take);
    await Promise.all(rows.map((due) => this.#send(due)));
  }

  async #send({ delivery, fault, tries, url, secret, ...event }: Due): Promise<void> {
    const { body, headers } = messageOf(event, secret, tries === 1 ? fault : null);
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch(url, { method: 'POST', body, headers, signal }).then(
      async (response) => {
        await response.arrayBuffer();
        return { ok: response.ok, status: response.status, error: null };
      },
      (error: Error) => ({ ok: false, status: null, error: error.message.slice(0, 200) }),
    );
    await this.pool.query(
      `update sandbox.deliveries
          set status = $2, error = $3, delivered_at = case when $4 then now() end,
              state = case when $4 then 'delivered' when tries >= 16 then 'dead' else 'pending' end,
              due_at = now() + make_interval(secs => least(0.2 * 2 ^ tries, 3600))
        where id = $1`,
      [delivery, answer.status, answer.error, answer.ok],
    );
  }
}
