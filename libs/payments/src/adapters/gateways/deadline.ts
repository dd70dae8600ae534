/** What is known of a call that was not answered in time. */
export const NO_ANSWER = () => ({ outcome: 'unknown', code: 'no-answer' }) as const;

/** A client's own timeout may start anew with every byte; an answer that trickles in is too late all the same. */
export function answeredWithin<T>(timeoutMs: number, work: Promise<T>, tooLate: () => T): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  return Promise.race([work, late.then(tooLate)]).finally(() => clearTimeout(timer));
}

/** @throws always: for questions that lead to no fact */
export function tooLate(): never {
  throw new Error('The gateway did not answer in time');
}
