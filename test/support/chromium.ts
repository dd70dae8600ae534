import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/** Where this machine has Chromium, or Chrome; undefined where it has neither. */
export const CHROMIUM: string | undefined = PLACES.find((place) => existsSync(place));

interface Told {
  readonly id?: number;
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/** A real browser with one page, driven by the DevTools protocol. */
export class Chromium {
  readonly #waiting = new Map<number, (told: Told) => void>();
  #asked = 0;
  #session: string | undefined;

  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly socket: WebSocket,
  ) {
    socket.addEventListener('message', ({ data }) => {
      const told = JSON.parse(String(data)) as Told;
      if (told.id !== undefined) this.#waiting.get(told.id)?.(told);
    });
  }

  static async open(): Promise<Chromium> {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-chromium-'));
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--hide-scrollbars', '--window-size=900,700'];
    const child = spawn(CHROMIUM!, [...flags, '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    for await (const line of createInterface({ input: child.stderr })) {
      const url = /^DevTools listening on (ws:.+)$/.exec(line)?.[1];
      if (!url) continue;
      const socket = new WebSocket(url);
      await once(socket, 'open');
      const browser = new Chromium(child, folder, socket);
      await browser.#attach();
      return browser;
    }
    throw new Error('Chromium ended before it listened');
  }

  /** Goes there; answers once the browser is on its way. */
  async goTo(url: string): Promise<void> {
    await this.#call('Page.navigate', { url });
  }

  /** Asks the page. */
  async read<T>(expression: string): Promise<T> {
    const { result } = await this.#call('Runtime.evaluate', { expression, returnByValue: true });
    return result.value as T;
  }

  /** Presses the mouse in the middle of the button with this text, as a hand does. @throws Error when there is none to be seen */
  async click(label: string): Promise<void> {
    const at = await this.read<{ x: number; y: number } | null>(
      `(() => { const found = [...document.querySelectorAll('button')].find((one) => one.innerText === ${JSON.stringify(label)}); if (!found) return null;
        const { x, y, width, height } = found.getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; })()`,
    );
    if (!at) throw new Error(`There is no button "${label}"`);
    for (const type of ['mousePressed', 'mouseReleased']) await this.#call('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 });
  }

  async close(): Promise<void> {
    const ended = once(this.process, 'exit');
    await this.#call('Browser.close', {}).catch(() => this.process.kill());
    await ended;
    this.socket.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #attach(): Promise<void> {
    const { targetInfos } = await this.#call('Target.getTargets', {});
    const { targetId } = targetInfos.find(({ type }: { type: string }) => type === 'page');
    const { sessionId } = await this.#call('Target.attachToTarget', { targetId, flatten: true });
    this.#session = sessionId as string;
    await this.#call('Page.enable', {});
  }

  #call(method: string, params: object): Promise<any> {
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        this.#waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      this.socket.send(JSON.stringify({ id, method, params, ...(this.#session && !method.startsWith('Browser.') ? { sessionId: this.#session } : {}) }));
    });
  }
}
