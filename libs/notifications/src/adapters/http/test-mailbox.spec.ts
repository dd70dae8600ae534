import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { Mailer } from '../../application/mailer.js';
import { startApi } from '../../notifications-under-test.js';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const MAILBOX = '/v1/test/mailbox';

describe('the test mailbox', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await startApi(database.url, true);
    for (const number of [1, 2, 3]) {
      await app.get(Mailer).send({
        to: `<b>buyer${number}@example.com`, from: 'Shop <shop@example.com>', subject: `Order ${number} <script>`,
        html: `<!doctype html><h1>Order ${number}</h1>`, text: `Order ${number}`, messageId: `<eml_${number}@holdfast>`, trace: null,
      });
    }
  });

  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

  it('lists mails newest first, page by page', async () => {
    const first = (await get(`${MAILBOX}?limit=2`)).json();

    const second = (await get(`${MAILBOX}?limit=2&cursor=${first.page.next_cursor}`)).json();

    expect(first.data.map((mail: { text: string }) => mail.text)).toEqual(['Order 3', 'Order 2']);
    expect(second).toMatchObject({ data: [{ text: 'Order 1', to: '<b>buyer1@example.com', subject: 'Order 1 <script>', message_id: '<eml_1@holdfast>' }], page: { has_more: false } });
    expect(second.data[0].html_url).toBe(`http://shop.test${MAILBOX}/${second.data[0].id}`);
  });

  it('is a page with links for a browser, with all text escaped', async () => {
    const answer = await get(`${MAILBOX}?limit=2`, BROWSER);

    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['vary']).toBe('Accept');
    expect(answer.body.match(/<li>/g)).toHaveLength(2);
    expect(answer.body).toContain('Order 3 &lt;script&gt;');
    expect(answer.body).not.toMatch(/<script|<b>/);
    expect(answer.body).toMatch(/href="\/v1\/test\/mailbox\?limit=2&amp;cursor=\w+">Older/);
  });

  it('shows the mail itself, cut off from everything else', async () => {
    const [mail] = (await get(MAILBOX)).json().data;

    const answer = await get(`${MAILBOX}/${mail.id}`, BROWSER);

    expect(answer.body).toBe('<!doctype html><h1>Order 3</h1>');
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none';.*; sandbox allow-popups /);
    expect(answer.headers['content-security-policy']).not.toContain('allow-scripts');
  });

  it.each(['msg_01h455vb4pex5vsknk084sn02q', '1', 'eml_01h455vb4pex5vsknk084sn02q'])('answers 404 as a problem for %s', async (id) => {
    const answer = await get(`${MAILBOX}/${id}`);

    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'not-found' });
  });

  it('does not exist outside test mode', async () => {
    const live = await startApi(database.url, false);

    const answer = await live.inject({ method: 'GET', url: MAILBOX });

    expect(answer.statusCode).toBe(404);
    await live.close();
  });
});
