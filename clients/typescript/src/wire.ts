/** The address of an operation with its names filled in. */
export function addressOf(path: string, names: Readonly<Record<string, unknown>> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(names[name])));
}

/** What is undefined or null was not given. */
export function given(values: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value != null)
      .map(([name, value]) => [name, String(value)]),
  );
}

/** A body goes as JSON, or as a form where a file is part of it. */
export function payloadOf(body: unknown): { json?: unknown; body?: FormData } {
  if (body === undefined) return {};
  const entries = Object.entries(body as Record<string, unknown>);
  if (!entries.some(([, value]) => value instanceof Blob)) return { json: body };
  const form = new FormData();
  // The server reads a form as it comes, so what tells how to read the file goes before it.
  for (const [name, value] of entries) if (value !== undefined && !(value instanceof Blob)) form.set(name, String(value));
  for (const [name, value] of entries) if (value instanceof Blob) form.set(name, value);
  return { body: form };
}

/** An answer counts as come when all of it has: one that breaks off in the middle is as good as none, and is tried again as such. */
export function wholeAnswers(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (...request) => {
    const response = await fetch(...request);
    const body = await response.arrayBuffer();
    return new Response(body.byteLength > 0 ? body : null, response);
  };
}
