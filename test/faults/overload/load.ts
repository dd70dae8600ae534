/** The load, in a process of its own. Takes tasks over its channel, one at a time. */
import { Random } from '../../prove/random.js';
import type { Reply, Task } from './messages.js';
import { Requests } from './requests.js';
import { Sender } from './sender.js';

let requests: Requests;
let sender: Sender;
/** Carts are made that many a second, and never more than there is room for. */
const CARTS_PER_SECOND = 800;

async function fill(count: number): Promise<void> {
  while (requests.waitingCarts < count) {
    const seconds = Math.min(5, Math.ceil((count - requests.waitingCarts) / CARTS_PER_SECOND));
    await sender.run([{ seconds, rates: { cart: CARTS_PER_SECOND } }]);
  }
}

async function answer(task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'open': {
      const random = new Random(task.seed);
      requests = new Requests(task.products, task.variants, random);
      sender = new Sender(new URL(task.origin), requests, random);
      return sender.open();
    }
    case 'fill-carts':
      return fill(task.count);
    case 'send':
      return sender.run(task.steps);
    case 'orders':
      return requests.orders;
  }
}

process.on('message', (task: Task) => {
  answer(task).then(
    (value) => process.send?.({ ok: true, value } satisfies Reply),
    (error: Error) => process.send?.({ ok: false, reason: error.stack ?? error.message } satisfies Reply),
  );
});
// Waits for tasks until the proof is gone.
process.channel?.ref();
