/**
 * Loaded ahead of a program that was built with its failpoints. The process that started it decides, over the channel between the two, at which hit
 * of which failpoint something goes wrong; until then each one only says that it was reached.
 */

/** What a failpoint does when its hit has come. At `wait` the process that started this one decides how long, and what happens meanwhile. */
export type Trouble = 'kill' | 'throw' | 'wait';

/** To the program. Counting begins anew with each order. */
export type Order = { readonly at: FailpointName; readonly nth: number; readonly trouble: Trouble } | { readonly goOn: true };

/** From the program: a failpoint was passed for the nth time since the last order. */
export interface Hit {
  readonly hit: FailpointName;
  readonly nth: number;
  /** Set where this is the hit that was ordered. */
  readonly trouble?: Trouble;
}

/** What a failpoint throws. */
export class Struck extends Error {
  override readonly name = 'Struck';
}

const counts = new Map<FailpointName, number>();
let order: Exclude<Order, { goOn: true }> | undefined;
let goOn: () => void = () => undefined;

process.on('message', (message: Order) => {
  if ('goOn' in message) return goOn();
  counts.clear();
  order = message;
});
// A listener keeps the process running; that is for the program to decide.
process.channel?.unref();

const told = (hit: Hit): Promise<void> => new Promise((done) => void (process.send ? process.send(hit, undefined, undefined, () => done()) : done()));

Object.assign(globalThis, {
  failpoint: async (name: FailpointName): Promise<void> => {
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    const trouble = order?.at === name && order.nth === nth ? order.trouble : undefined;
    const free = trouble === 'wait' ? new Promise<void>((free) => (goOn = free)) : undefined;
    await told({ hit: name, nth, ...(trouble ? { trouble } : {}) });
    if (trouble === 'throw') throw new Struck(`at ${name}`);
    if (trouble !== 'kill') return free;
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; not one more step is taken.
    return new Promise(() => undefined);
  },
});
