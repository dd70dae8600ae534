/** One Ctrl-C comes up to three times: from the terminal, from npm and from the script that started us. */
const SAME_KEYSTROKE_MS = 700;

const STATUS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Settles with the usual exit status at the first signal to stop. `insist` is called when somebody
 * asks once more.
 */
export function interrupted(insist: () => void): Promise<number> {
  return new Promise((settle) => {
    let first: number | undefined;
    for (const [signal, status] of Object.entries(STATUS)) {
      process.on(signal, () => {
        if (first === undefined) settle(status);
        else if (Date.now() - first > SAME_KEYSTROKE_MS) insist();
        first ??= Date.now();
      });
    }
  });
}
