import { correlation } from '../telemetry/correlation.js';

/**
 * Waits for somebody who is not the shop, a payment gateway for instance. The request under way takes no place of its bulkhead meanwhile: one
 * gateway that is slow must not close the shop to all others. Bound such calls where they are made.
 */
export async function elsewhere<T>(work: () => Promise<T>): Promise<T> {
  const place = correlation()?.place;
  if (!place) return work();
  place.stepOut();
  try {
    return await work();
  } finally {
    place.comeBack();
  }
}
