import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, isId, newId } from '@holdfast/kernel';
import { PLATFORM_SETTINGS, type PlatformSettings } from '@holdfast/platform';
import { errors, jwtVerify, SignJWT } from 'jose';
import { ACCESS_TOKEN_SECONDS, type AccessClaims, AccessTokens, type IssuedToken } from '../../domain/access-token.js';
import { KNOWN_MS, signingKey, SigningKeys } from '../../domain/signing-keys.js';

const ALGORITHM = 'EdDSA';
const TYPE = 'at+jwt';
/** Whom the tokens are for; others of our tokens name other audiences. */
const AUDIENCE = 'holdfast-api';
const CLOCK_SKEW_SECONDS = 5;
/** An unknown key id is looked up at most this often: anybody can write one into a header. */
const LOOK_AGAIN_MS = 5_000;

interface Ring {
  readonly signing: { readonly kid: string; readonly key: KeyObject };
  readonly reading: ReadonlyMap<string, KeyObject>;
  readonly since: number;
}

/** RFC 9068 with jose. One algorithm, keys by `kid` from our own store and never from a header (RFC 8725 §3.1, §3.10). */
@Injectable()
export class JwtAccessTokens extends AccessTokens {
  #ring?: Ring;
  #loading?: Promise<Ring>;

  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
  ) {
    super();
  }

  async issue({ subject, session }: AccessClaims): Promise<IssuedToken> {
    const { kid, key } = (await this.#known(KNOWN_MS)).signing;
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    const token = await new SignJWT({ sid: session })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
      .setIssuer(this.settings.publicUrl)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setJti(newId('jti'))
      .setIssuedAt(now)
      .setExpirationTime(now + ACCESS_TOKEN_SECONDS)
      .sign(key);
    return { token, expiresIn: ACCESS_TOKEN_SECONDS };
  }

  async read(token: string): Promise<AccessClaims | undefined> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#keyOf(kid), {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: this.settings.publicUrl,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'sid', 'iat', 'exp', 'jti'],
        maxTokenAge: ACCESS_TOKEN_SECONDS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: this.clock.now(),
      });
      const { sub: subject, sid: session, aud } = payload;
      if (aud !== AUDIENCE || !isId('ses', session) || !(isId('cus', subject) || isId('stf', subject))) return undefined;
      return { subject, session };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }

  async #keyOf(kid: unknown): Promise<KeyObject> {
    if (typeof kid !== 'string') throw new errors.JWKSNoMatchingKey();
    const key = (await this.#known(KNOWN_MS)).reading.get(kid) ?? (await this.#known(LOOK_AGAIN_MS)).reading.get(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }

  /** The keys, read again when they were read longer ago than this. */
  async #known(forMs: number): Promise<Ring> {
    if (this.#ring && this.clock.now().getTime() - this.#ring.since < forMs) return this.#ring;
    // However many ask at once, the keys are read once; a failure is not remembered.
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return (this.#ring = await this.#loading);
  }

  async #load(): Promise<Ring> {
    const keys = (await this.keys.current()).map(({ kid, privateKey, ageSeconds }) => ({
      kid,
      key: createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' }),
      ageSeconds,
    }));
    return { signing: signingKey(keys)!, reading: new Map(keys.map(({ kid, key }) => [kid, createPublicKey(key)])), since: this.clock.now().getTime() };
  }
}
