const MOST_STEPS = 20;

/** As much of a browser as a login needs: keeps cookies, follows redirects, sends forms. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /** Goes there, and on from there, until it is sent to an address that starts with `until`; answers that address. */
  async travel(from: string, until: string, answers: Readonly<Record<string, string>>): Promise<string> {
    let response = await this.#send(from);
    for (let step = 0; step < MOST_STEPS; step++) {
      const location = response.headers.get('location');
      if (location) {
        const next = new URL(location, response.url).href;
        if (next.startsWith(until)) return next;
        response = await this.#send(next);
        continue;
      }
      response = await this.#answer(response, answers);
    }
    throw new Error(`After ${MOST_STEPS} steps the browser is still at ${response.url}`);
  }

  /** Sends the form of a page with its hidden fields and those of `answers` that it asks for; `cancel` follows the link instead. */
  async #answer(page: Response, answers: Readonly<Record<string, string>>): Promise<Response> {
    const html = await page.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1];
    if (!action) throw new Error(`No form at ${page.url}: ${page.status} ${html.slice(0, 500)}`);
    if ('cancel' in answers) return this.#send(new URL(/<a href="([^"]+\/abort)"/.exec(html)![1]!, page.url).href);
    const fields = [...html.matchAll(/<input[^>]* name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name, value]) => [name!, answers[name!] ?? value ?? '']);
    return this.#send(new URL(action, page.url).href, new URLSearchParams(fields));
  }

  async #send(url: string, body?: URLSearchParams): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {}, ...(body ? { method: 'POST', body } : {}) });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '') this.#cookies.delete(name!);
      else this.#cookies.set(name!, value!);
    }
    return response;
  }
}
