import { addEventHandler, afterAll, afterEach, beforeAll, beforeEach, describe, getState, it, resetState, run, test } from 'jest-circus';
import { expect } from 'expect';
import type { Circus } from '@jest/types';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test });

export interface SpecRun {
  /** The tests to run; all when not given. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Longest time of a test or hook in ms, where it has none of its own. */
  readonly patience: (test: string | undefined) => number;
  /** From the last test to the first: who passes both ways needs none of the others. */
  readonly backwards?: boolean;
  /** Leave the rest out after the first failure. */
  readonly bail?: boolean;
  /** What runs now: a test, or nothing in particular of the file. */
  readonly running?: (test: string | undefined) => void;
  readonly loaded?: () => void;
}

export interface TestRun {
  readonly id: string;
  readonly ms: number;
  /** Undefined when it passed. */
  readonly failure: string | undefined;
}

/** Every evaluation of a spec file is a module of its own, so that nothing of an earlier one is left in it. */
let evaluations = 0;
let current: { readonly options: SpecRun; readonly file: string; readonly done: TestRun[] } | undefined;
const loose: unknown[] = [];
for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, (error: unknown) => loose.push(error));

/** Runs one spec file of the working directory in this process, again and again if need be. What failed outside of tests bears the file's name. */
export async function runSpecFile(file: string, options: SpecRun): Promise<TestRun[]> {
  resetState();
  loose.length = 0;
  current = { options, file, done: [] };
  const failed = (error: unknown): TestRun => ({ id: file, ms: 0, failure: text(error) });
  try {
    evaluations += 1;
    await import(`${pathToFileURL(join(process.cwd(), file)).href}?${evaluations}`);
  } catch (error) {
    return [failed(error)];
  }
  options.loaded?.();
  prepare(getState().rootDescribeBlock, file, options, new Map());
  const { unhandledErrors } = await run();
  return [...current.done, ...[...unhandledErrors, ...loose].slice(0, 1).map(failed)];
}

const ids = new WeakMap<Circus.TestEntry, string>();

/** Names the tests, leaves out those that are not asked for, and turns the order round. */
function prepare(block: Circus.DescribeBlock, file: string, options: SpecRun, names: Map<string, number>): void {
  for (const child of block.children) {
    if (child.type === 'describeBlock') {
      prepare(child, file, options, names);
      continue;
    }
    const name = `${file} ${path(child)}`;
    const count = names.get(name) ?? 0;
    names.set(name, count + 1);
    const id = count === 0 ? name : `${name} (${count + 1})`;
    ids.set(child, id);
    if (options.only && !options.only.has(id)) child.mode = 'skip';
    child.timeout ??= options.patience(id);
  }
  for (const hook of block.hooks) hook.timeout ??= options.patience(undefined);
  if (options.backwards) block.children.reverse();
}

const path = (entry: Circus.TestEntry | Circus.DescribeBlock): string =>
  entry.parent && entry.parent.name !== 'ROOT_DESCRIBE_BLOCK' ? `${path(entry.parent)} ${entry.name}` : entry.name;

addEventHandler((event: Circus.Event) => {
  if (!current) return;
  const { options, done } = current;
  if (event.name === 'test_started') options.running?.(ids.get(event.test)!);
  if (event.name !== 'test_done') return;
  options.running?.(undefined);
  const { errors, duration } = event.test;
  done.push({ id: ids.get(event.test)!, ms: duration ?? 0, failure: errors.length === 0 ? undefined : text(errors[0]) });
  if (errors.length > 0 && options.bail) skipAll(getState().rootDescribeBlock);
});

function skipAll(block: Circus.DescribeBlock): void {
  for (const child of block.children) {
    if (child.type === 'describeBlock') skipAll(child);
    else child.mode = 'skip';
  }
}

function text(error: unknown): string {
  const first: unknown = Array.isArray(error) ? (error[0] ?? error[1]) : error;
  return first instanceof Error ? (first.stack ?? first.message) : String(first);
}
