import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const port = await listen(0, '127.0.0.1');
  if (port === undefined) throw new Error('The system gives out no free port on 127.0.0.1.');
  return port;
}

/** Whether `port` could be listened on now, on `host` and on every address. */
export async function isFree(port: number, host: string): Promise<boolean> {
  // A server on 0.0.0.0 does not clash with one on 127.0.0.1 everywhere: try both.
  for (const address of new Set([host, '127.0.0.1', '0.0.0.0'])) {
    if ((await listen(port, address)) === undefined) return false;
  }
  return true;
}

function listen(port: number, host: string): Promise<number | undefined> {
  return new Promise((answer, fail) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') answer(undefined);
      else fail(error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => answer(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
