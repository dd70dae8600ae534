import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Provider from 'oidc-provider';
import { Browser } from './browser.js';

/** A page of the client, to which nobody connects: the browser of the specs stops there. */
export const REDIRECT_URI = 'https://shop.example/login/done';
export const OTHER_REDIRECT_URI = 'com.example.shop:/login';

export interface Claims {
  readonly email?: string;
  readonly email_verified?: boolean | string;
  readonly name?: string;
}

/** A server on a port of its own, whose handler may come later and be changed. */
export async function listen(): Promise<{ server: Server; url: string; serve(handler: RequestListener): void; close(): Promise<void> }> {
  let handle: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (handler) => void (handle = handler),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A certified OpenID provider in this process, with people who log in by any password. */
export class TestOpenIdProvider {
  private constructor(
    readonly issuer: string,
    private readonly people: Map<string, Claims>,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<TestOpenIdProvider> {
    const { url, serve, close } = await listen();
    const people = new Map<string, Claims>();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const provider = await quietly(url, {
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'signs', use: 'sig', alg: 'ES256' }] } as never,
      cookies: { keys: [randomBytes(32).toString('hex')] },
      clients: [
        { client_id: 'shop', client_secret: 'a secret of the shop', redirect_uris: [REDIRECT_URI], id_token_signed_response_alg: 'ES256' },
        {
          client_id: 'app', token_endpoint_auth_method: 'none', application_type: 'native',
          redirect_uris: [OTHER_REDIRECT_URI], id_token_signed_response_alg: 'ES256',
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      pkce: { required: () => true },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
      // Without a word on these the provider reminds of them on the console.
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    });
    serve(provider.callback());
    return new TestOpenIdProvider(url, people, close);
  }

  /** What the provider says of somebody from now on. */
  knows(subject: string, claims: Claims): void {
    this.people.set(subject, claims);
  }

  /** Logs somebody in as a browser does; answers the address that the browser is sent back to. */
  logIn(authorizationUrl: string, subject: string, redirectUri = REDIRECT_URI): Promise<string> {
    return new Browser().travel(authorizationUrl, redirectUri, { login: subject, password: 'anything' });
  }

  cancel(authorizationUrl: string): Promise<string> {
    return new Browser().travel(authorizationUrl, REDIRECT_URI, { cancel: '' });
  }
}

/** The provider reminds on the console of what it is not to be used for: production. */
async function quietly(...parameters: ConstructorParameters<typeof Provider>): Promise<Provider> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    const { default: Provider } = await import('oidc-provider');
    return new Provider(...parameters);
  } finally {
    console.warn = warn;
  }
}
