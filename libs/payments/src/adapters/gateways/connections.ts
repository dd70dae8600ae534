import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

/** How long a connection to a gateway may take to stand, in milliseconds. */
export const CONNECT_MS = 1_000;

const NEVER_LEFT = Symbol('NeverLeft');

class ConnectTimeout extends Error {
  readonly code = 'ECONNTIMEOUT';
}

/**
 * An agent that gives a connection one second to stand, TLS included, and marks every error that comes before: no byte of the
 * request has left by then, whatever went wrong (DNS, a refusal, a certificate), so that the gateway surely saw nothing.
 */
export function impatientAgent(protocol: string): http.Agent | https.Agent {
  const secure = protocol === 'https:';
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    if (socket) watch(socket, secure ? 'secureConnect' : 'connect');
    return socket;
  };
  return agent;
}

function watch(socket: Duplex, ready: 'connect' | 'secureConnect'): void {
  const timer = setTimeout(() => socket.destroy(new ConnectTimeout('The connection took too long')), CONNECT_MS);
  const mark = (error: Error): void => void Object.assign(error, { [NEVER_LEFT]: true });
  // First of all listeners: whoever else hears of the error finds the mark.
  socket.prependListener('error', mark);
  socket.once('close', () => clearTimeout(timer));
  socket.once(ready, () => {
    clearTimeout(timer);
    socket.off('error', mark);
  });
}

/** Whether an error of a client says that nothing left this machine; clients hide the cause in `cause` or `detail`. */
export function neverLeft(error: unknown): boolean {
  for (let cause = error, depth = 0; typeof cause === 'object' && cause !== null && depth < 5; depth++) {
    if (NEVER_LEFT in cause) return true;
    const { cause: next, detail } = cause as { cause?: unknown; detail?: unknown };
    cause = next ?? detail;
  }
  return false;
}
