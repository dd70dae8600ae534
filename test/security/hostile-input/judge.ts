import { INSIDES } from '../../e2e/refusals.js';
import type { Answer } from '../../support/answer.js';
import type { Exchange, Sent } from './exchange.js';

const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cross-origin-resource-policy': 'same-site', 'strict-transport-security': 'max-age=31536000',
};
/** Of a program's insides, wherever they stand: nobody sends such texts here. */
const LEAKS = /\n\s+at .*:\d+:\d+|node_modules|\/(dist|libs|apps)\/\S+\.js|SQLSTATE|syntax error at or near/;
/** What everybody may read alike; all else is kept by no cache. */
const FOR_EVERYBODY = /^\/v1\/(products|variants)\b/;
/** Passwords are hashed one at a time, and who comes while too many wait is sent away. */
const HASHING = /^(Sessions_(logIn|reauthenticate)|Customers_(register|confirm)|Me_change|PasswordResets_|Privacy_erase|Staff(Me_)|MfaChallenges_)/;

/** What is wrong with answers, whoever asked for what. */
export class Judge {
  /** Codes of problems that were seen. */
  readonly codes = new Set<string>();
  /** How many were sent away with 503 because others were served. */
  shed = 0;

  /** @param check Throws where an answer is not as the document says: test/support/conformance.ts. */
  constructor(
    private readonly check: (method: string, path: string, answer: Answer) => void,
    private readonly publicUrl: string,
  ) {}

  /** One sentence each; the part before the colon tells the kind of fault. */
  faultsOf({ sent, answer }: Exchange): string[] {
    return [...this.#status(sent, answer), ...this.#documented(sent, answer), ...(answer.status >= 400 ? this.#problem(answer) : []), ...headerFaults(sent, answer), ...(LEAKS.test(answer.text) ? [`insides: ${answer.text.slice(0, 300)}`] : [])];
  }

  #status({ operation, mode, what }: Sent, { status, headers, text, body }: Answer<any>): string[] {
    if (status === 503 && HASHING.test(operation.id) && headers.has('retry-after') && body?.code === 'temporarily-unavailable') {
      this.shed++;
      return [];
    }
    if (status >= 500) return [`status ${status}: ${text.slice(0, 300)}`];
    if (status < 400 && mode === 'fault') return [`accepted: ${status} although ${what}`];
    if (mode === 'foreign' && status !== 401 && status !== 403) return [`let in: ${status} for somebody whom the route is not for`];
    return [];
  }

  #documented({ operation }: Sent, answer: Answer): string[] {
    try {
      this.check(operation.method, operation.path, answer);
      return [];
    } catch (error) {
      return [`undocumented: ${(error as Error).message}`];
    }
  }

  #problem({ status, headers, body }: Answer<any>): string[] {
    if (headers.get('content-type') !== 'application/problem+json; charset=utf-8') return [`no problem: ${headers.get('content-type')}`];
    const { type, code, title, detail, request_id, errors = [] } = body;
    this.codes.add(code);
    const wrong = type !== `${this.publicUrl}/problems/${code}` || body.status !== status || request_id !== headers.get('x-request-id') || !/^[A-Z]/.test(title) || !detail.endsWith('.');
    const said = [title, detail, ...errors.map(({ message }: { message: string }) => message)].join('\n');
    return [...(wrong ? [`problem: ${JSON.stringify(body).slice(0, 300)}`] : []), ...(INSIDES.test(said) ? [`insides: ${said.slice(0, 300)}`] : [])];
  }
}

function headerFaults({ operation }: Sent, { status, headers }: Answer): string[] {
  const wrong = Object.entries(HEADERS).filter(([name, value]) => headers.get(name) !== value).map(([name]) => `header ${name}: ${headers.get(name)}`);
  if (!headers.has('content-security-policy')) wrong.push('header content-security-policy: missing');
  if (!/^[\w.:-]{1,128}$/.test(headers.get('x-request-id') ?? '')) wrong.push(`header x-request-id: ${headers.get('x-request-id')}`);
  for (const name of ['set-cookie', 'server', 'x-powered-by', 'access-control-allow-origin']) if (headers.has(name)) wrong.push(`header ${name}: ${headers.get(name)}`);
  const isKept = headers.get('cache-control') !== 'no-store';
  if (isKept && (status >= 400 || !FOR_EVERYBODY.test(operation.path))) wrong.push(`header cache-control: ${headers.get('cache-control')} with ${status}`);
  return wrong;
}
