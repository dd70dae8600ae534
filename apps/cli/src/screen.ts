/** Where a command writes to. */
export interface Screen {
  /** A line to stay, on standard output: what was asked for. */
  say(line: string): void;
  /** A line about something wrong, or about how the work goes, on standard error. */
  warn(line: string): void;
  /** A line on standard error that the next one takes the place of; none where nobody watches. */
  show?(line: string): void;
}

const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

/** The screen of this process. */
export const terminal: Screen = {
  say: write(process.stdout),
  warn: write(process.stderr),
  ...(process.stderr.isTTY && { show: (line: string) => void process.stderr.write(`\r\u001B[K${line}`) }),
};
