/** Asks again every 100 ms until there is an answer. @throws Error after `seconds`. */
export async function eventually<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come within ${seconds} s.`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}
