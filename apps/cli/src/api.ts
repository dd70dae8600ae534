import { type CommandContext, Failure, settingsOf, UsageError } from './command-context.js';

const ANSWER_MS = 30_000;

/** The API of a running shop, asked with a secret key. */
export interface Api {
  readonly url: string;
  get<T>(path: string): Promise<T>;
  /** `withinMs`: a large file takes its time. */
  post<T>(path: string, body: FormData, withinMs: number): Promise<T>;
}

/** That of --api, or of PUBLIC_URL; with the key of HOLDFAST_ADMIN_KEY. @throws UsageError without a key */
export function apiOf(context: CommandContext, given: string | undefined, scopes: string): Api {
  const { PUBLIC_URL, PORT, HOLDFAST_ADMIN_KEY: key } = settingsOf(context, 'PUBLIC_URL', 'PORT', 'HOLDFAST_ADMIN_KEY');
  if (key === undefined) throw new UsageError(`HOLDFAST_ADMIN_KEY is missing: a secret API key with ${scopes}. Make one: holdfast keys create --name import --scopes ${scopes.replace(' and ', ',')}`);
  const url = (given ?? PUBLIC_URL ?? `http://localhost:${PORT}`).replace(/\/$/, '');
  const call = async <T>(path: string, init: RequestInit): Promise<T> => {
    const answer = await fetch(url + path, { signal: AbortSignal.timeout(ANSWER_MS), ...init, headers: { authorization: `Bearer ${key}` } }).catch((error: unknown) => {
      throw new Failure(`The API does not answer at ${url}: ${reasonOf(error)}. Is it running? --api names another address.`);
    });
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text) as T;
    throw new Failure(refusal(answer.status, path, text));
  };
  return { url, get: (path) => call(path, {}), post: (path, body, withinMs) => call(path, { method: 'POST', body, signal: AbortSignal.timeout(withinMs) }) };
}

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as { message: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
};

function refusal(status: number, path: string, text: string): string {
  try {
    const { detail, code, request_id: request } = JSON.parse(text) as { detail: string; code: string; request_id: string };
    return `${path} answered ${status} (${code}): ${detail} Request ${request}.`;
  } catch {
    return `${path} answered ${status}.`;
  }
}
