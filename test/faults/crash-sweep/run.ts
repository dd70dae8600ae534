import type { Hit } from '../../support/failpoints.js';
import { type Case, type Fault, nameOf, type Point } from './case.js';
import { Client } from './client.js';
import { complaintsAbout, standing } from './judge.js';
import { SCENARIOS, type Scenario } from './scenarios.js';
import { pause, type Process, type Stage } from './stage.js';

export interface Outcome {
  /** Whether the process came to where the trouble was. */
  readonly reached: boolean;
  readonly complaints: readonly string[];
  /** Seconds of the shop's time until the slowest answer was final. */
  readonly slowest: number;
}

/** A stalled transaction holds locks, which PostgreSQL ends sooner or later; anything else may stall for long. */
const IN_TRANSACTION_MS = 400;
const STALL_MS = 4_000;
const QUIET_MS = 2_500;
const QUIET_STEPS = 15;

/** Runs a scenario undisturbed; answers every failpoint that it came to. */
export async function record(stage: Stage, scenario: Scenario): Promise<{ points: Point[]; outcome: Outcome }> {
  const points: Point[] = [];
  const { complaints, slowest } = await act(stage, scenario, () => {
    for (const process of ['api', 'worker'] as const) {
      stage.programs[process].onHit(({ hit: at, nth }) => {
        if (scenario.points.some((start) => at.startsWith(start))) points.push({ scenario: scenario.name, process, at, nth });
      });
    }
    calm(stage, false);
  });
  return { points, outcome: { reached: true, complaints, slowest } };
}

/** No failpoint and no proxy does anything from here on, and all count anew; unless they are still listened to, nothing hears of them. */
function calm(stage: Stage, isOver = true): void {
  for (const proxy of Object.values(stage.proxies)) proxy.loseNothing();
  for (const program of Object.values(stage.programs)) {
    if (isOver) program.onHit(() => undefined);
    // No failpoint is called that.
    program.order({ at: '' as FailpointName, nth: 0, trouble: 'throw' });
  }
}

/** Runs a scenario with one fault in it. */
export async function run(stage: Stage, one: Case): Promise<Outcome> {
  const scenario = SCENARIOS.find(({ name }) => name === one.scenario);
  if (!scenario) throw new Error(`There is no scenario for ${nameOf(one)}`);
  const trouble = new Trouble(stage, one);
  const outcome = await act(stage, scenario, () => trouble.arm(), () => trouble.over());
  return { ...outcome, reached: trouble.reached };
}

async function act(stage: Stage, scenario: Scenario, arm: () => void, over: () => void = () => undefined): Promise<Omit<Outcome, 'reached'>> {
  await stage.atGateway('DELETE', '/_sandbox/scripts');
  const before = await standing(stage);
  const play = await scenario.given(stage);
  await quiet(stage);
  arm();
  const client = new Client(stage);
  const complaints: string[] = [];
  await play(client).catch((error: Error) => void complaints.push(error.name === 'NeverFinal' ? error.message : (error.stack ?? error.message)));
  over();
  await stage.alive();
  await stage.answered();
  const left = await quiet(stage);
  calm(stage);
  // A worker may come to its point when all else is over.
  await stage.alive();
  if (left) complaints.push(`Work is left undone: ${left}`);
  complaints.push(...(await complaintsAbout(stage, client, scenario.expected, before)));
  return { complaints, slowest: client.slowest };
}

/** What goes wrong in one run, once. */
class Trouble {
  reached = false;
  #release: () => void = () => undefined;

  constructor(
    private readonly stage: Stage,
    private readonly one: Case,
  ) {}

  arm(): void {
    const { process, at, nth, fault } = this.one;
    const program = this.stage.programs[process];
    program.onHit((hit: Hit) => {
      if (hit.trouble) this.#strike(process, fault);
    });
    program.order({ at, nth, trouble: fault === 'kill' || fault === 'throw' ? fault : 'wait' });
  }

  /** Whoever still waits may go on. */
  over(): void {
    this.#release();
  }

  #strike(process: Process, fault: Fault): void {
    const { programs, proxies } = this.stage;
    this.reached = true;
    this.stage.unhindered();
    const goOn = (): void => programs[process].order({ goOn: true });
    if (fault === 'kill') return this.stage.revive(process);
    if (fault === 'stall') return this.#stall(goOn);
    if (fault === 'cut-socket') proxies[process].cut();
    if (fault === 'lost-commit') void proxies[process].loseNextCommit();
    if (fault !== 'throw') goOn();
  }

  #stall(goOn: () => void): void {
    const wait = setTimeout(() => this.#release(), this.one.at.includes('.in-') ? IN_TRANSACTION_MS : STALL_MS);
    this.#release = () => {
      clearTimeout(wait);
      this.#release = () => undefined;
      this.stage.unhindered();
      goOn();
    };
  }
}

const LEFT = `
  select (select count(*)::int from platform.outbox where published_at is null) as unpublished,
         (select count(*)::int from platform.outbox o
           where o.type in ('ordering.order-placed.v1', 'inventory.availability-changed.v1')
             and not exists (select from platform.inbox i where i.message_id = o.id)) as unheard,
         (select count(*)::int from payments.operations where state in ('created', 'sent', 'unknown')) as undecided,
         (select count(*)::int from payments.operations o join payments.payments p on p.id = o.payment_id join ordering.checkouts k on k.id = p.checkout_id
           where o.state = 'requires_action' and k.status in ('expired', 'canceled')) as abandoned,
         (select count(*)::int from payments.gateway_events where state in ('received', 'parked')) as events,
         (select count(*)::int from notifications.emails where status in ('pending', 'sending')) as mails`;

/** Waits until nothing is left to be done, with time passing; answers what is, should it stay. */
async function quiet(stage: Stage): Promise<string | undefined> {
  for (let step = 0; ; step++) {
    for (const end = performance.now() + QUIET_MS; performance.now() < end; await pause(100)) {
      const [left] = await stage.sql<Record<string, number>>(LEFT);
      const undone = Object.entries(left!).filter(([, count]) => count > 0);
      if (undone.length === 0) return undefined;
      if (step === QUIET_STEPS) return undone.map(([what, count]) => `${count} ${what}`).join(', ');
    }
    await stage.later(61);
  }
}
