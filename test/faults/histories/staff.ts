import { type Answer, type Crash, fail, type History, STAFF } from './history.js';
import { type Action, least, type Model, most, moved, type PaymentModel, takesParts } from './model.js';

export interface Wish {
  readonly action: Action;
  /** Hundredths of what there is at most, more than all of it perhaps; all that there is without it. */
  readonly hundredths?: number | undefined;
}

/** Asks for a capture, void or refund, and holds the answer against what can be. */
export async function act(history: History, model: Model, payment: PaymentModel, { action, hundredths }: Wish, { crash, twice = false }: { readonly crash?: Crash; readonly twice?: boolean }): Promise<void> {
  const bounds = { most: most(payment, action), least: least(payment, action) };
  const amount = hundredths === undefined ? undefined : Math.max(1, Math.ceil(((bounds.most || payment.amount) * hundredths) / 100));
  const call = {
    method: 'POST', path: `/v1/admin/payments/${payment.id}/${action}s`, headers: STAFF,
    body: amount === undefined ? {} : { amount: { amount, currency: 'EUR' } },
  };
  const wasInDoubt = payment.doubts.size > 0 || payment.state !== 'authorized' || payment.givenBack;
  const key = history.key();
  const [answer] = await Promise.all([history.keyed(call, { crash, key }), ...(twice ? [history.keyed(call, { key })] : [])]);
  if (answer.status === 409) {
    const isRight = ['payment-action-not-allowed', 'payment-amount-beyond-bounds'].includes(answer.body.code) && (amount ?? 1) > bounds.least;
    if (!isRight) fail(`A ${action} was refused for no reason`, answer, model);
    return;
  }
  if (answer.status === 422) {
    if (answer.body.code !== 'partial-operation-not-possible' || takesParts(payment.gateway, action) || amount === undefined) fail(`A ${action} was refused for no reason`, answer, model);
    return;
  }
  if (answer.status !== 201 && answer.status !== 202) fail(`A ${action} has no such answer`, answer, model);
  if (amountIn(answer) > bounds.most) fail(`A ${action} was taken beyond its bounds`, answer, model);
  if (partsIn(answer).some(({ status }) => status === 'failed') && !wasInDoubt) fail(`A ${action} that nothing speaks against failed`, answer, model);
  payment.doubts.set(key, { action, amount: amountIn(answer) });
  settled(model, key, answer);
}

/** The operations that a request became: one, or where a gateway refunds one capture at a time as many as it took. */
export const partsIn = ({ body }: Answer): readonly any[] => (body.parts?.length > 0 ? body.parts : [body]);

const amountIn = (answer: Answer, status?: string): number =>
  partsIn(answer).filter((part) => status === undefined || part.status === status).reduce((sum, { amount }) => sum + amount.amount, 0);

/** What the answer with a key says about the action it asked for. */
export function settled(model: Model, key: string, answer: Answer): void {
  const payment = model.payments.find(({ doubts }) => doubts.has(key));
  if (!payment || answer.status === 202) return;
  const { action } = payment.doubts.get(key)!;
  payment.doubts.delete(key);
  const amount = amountIn(answer, 'succeeded');
  if (amount > 0) moved(payment, action, amount);
}
