import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
}

/** As much of an SMTP server (RFC 5321) as the specs need. */
export interface TestSmtpServer {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** What it answers to this recipient instead of taking it. */
  refuse(recipient: string, answer: string): void;
  accept(recipient: string): void;
  stop(): Promise<void>;
}

export async function startSmtpServer(): Promise<TestSmtpServer> {
  const mails: ReceivedMail[] = [];
  const refused = new Map<string, string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
    converse(socket, mails, refused);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    refuse: (recipient, answer) => void refused.set(recipient, answer),
    accept: (recipient) => void refused.delete(recipient),
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function converse(socket: Socket, mails: ReceivedMail[], refused: ReadonlyMap<string, string>): void {
  const say = (line: string): boolean => socket.write(`${line}\r\n`);
  let buffer = '';
  let from = '';
  let to: string[] = [];
  let reading = false;
  const command = (line: string): void => {
    const address = /<([^<>]*)>/.exec(line)?.[1] ?? '';
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') say('250 test.invalid');
    else if (verb === 'MAIL') [from, to] = [address, []];
    else if (verb === 'RCPT' && refused.has(address)) return void say(refused.get(address)!);
    else if (verb === 'RCPT') to.push(address);
    else if (verb === 'DATA') reading = say('354 go on') || true;
    else if (verb === 'QUIT') return void socket.end('221 bye\r\n');
    if (verb !== 'EHLO' && verb !== 'HELO' && verb !== 'DATA') say('250 fine');
  };
  say('220 test.invalid');
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    buffer += chunk;
    for (;;) {
      const mark = reading ? '\r\n.\r\n' : '\r\n';
      const end = buffer.indexOf(mark);
      if (end < 0) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + mark.length);
      if (!reading) command(text);
      else {
        reading = false;
        mails.push({ from, to, data: text });
        say('250 taken');
      }
    }
  });
}
