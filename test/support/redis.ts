import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { freePort } from '../../apps/launcher/src/ports.js';
import { keepScan } from './database.js';
import { scanRedis } from './redis-scan.js';

const READY_WITHIN_MS = 10_000;

export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
  /** Ends it at once; all that it kept is gone. */
  kill(): Promise<void>;
  /** Starts it again, empty, at the same port. */
  restart(): Promise<void>;
}

/** Starts an own Redis or Valkey that keeps nothing; undefined when this machine has neither. */
export async function startRedis(): Promise<RedisServer | undefined> {
  for (const program of ['redis-server', 'valkey-server']) {
    const port = await freePort();
    const child = await launch(program, port);
    if (!child) continue;
    await untilReady(child, port);
    return handle(program, port, child);
  }
  return undefined;
}

function handle(program: string, port: number, first: ChildProcess): RedisServer {
  let child = first;
  const url = `redis://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  // A test that is ended must not leave a server behind.
  const last = (): boolean => child.kill('SIGKILL');
  process.once('exit', last);
  return {
    url,
    get pid() {
      return child.pid!;
    },
    stop: async () => {
      process.off('exit', last);
      if (child.exitCode !== null || child.signalCode !== null) return;
      await keepScan(await scanRedis(url));
      await end('SIGTERM');
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      child = (await launch(program, port))!;
      await untilReady(child, port);
    },
  };
}

async function launch(program: string, port: number): Promise<ChildProcess | undefined> {
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    tmpdir(),
  ];
  const child = spawn(program, args, { stdio: 'ignore' });
  try {
    await once(child, 'spawn');
    return child;
  } catch {
    return undefined;
  }
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  const end = Date.now() + READY_WITHIN_MS;
  while (!(await answersPing(port))) {
    if (child.exitCode !== null)
      throw new Error(`Redis ended with status ${child.exitCode} while it started.`);
    if (Date.now() > end)
      throw new Error(`Redis did not answer within ${READY_WITHIN_MS / 1000} s.`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(500, () => socket.destroy());
    socket.once('data', (data) => {
      answer(data.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });
}
