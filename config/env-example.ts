import { settings } from './env.js';

interface Described {
  readonly about: string;
  /** Absent where the setting is required; undefined where it is optional and has no default. */
  readonly fallback?: unknown;
}

const HEAD = `# Every setting of Holdfast. Behind a # stands the default; uncomment what you change.
# What has no # is required of whoever starts one process alone: npm start makes up for it.`;

const WIDTH = 98;

/** The text of .env.example: all settings in the order in which they are declared. */
export function envExample(all: Readonly<Record<string, Described>> = settings): string {
  const blocks = Object.entries(all).map(([name, setting]) =>
    [...wrapped(setting.about), assignment(name, setting)].join('\n'),
  );
  return `${[HEAD, ...blocks].join('\n\n')}\n`;
}

function assignment(name: string, setting: Described): string {
  if (!('fallback' in setting)) return `${name}=`;
  const value = setting.fallback === undefined ? '' : String(setting.fallback);
  return `# ${name}=${/^[\w./:@-]*$/.test(value) ? value : `"${value}"`}`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines;
}
