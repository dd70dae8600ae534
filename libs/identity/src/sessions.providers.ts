import type { Provider } from '@nestjs/common';
import { Clock, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { made, PLATFORM_SETTINGS, type PlatformSettings, Sealed } from '@holdfast/platform';
import { Argon2Passwords } from './adapters/crypto/argon2-passwords.js';
import { JwtAccessTokens } from './adapters/crypto/jwt-access-tokens.js';
import { RandomRefreshTokens } from './adapters/crypto/random-refresh-tokens.js';
import { SessionsController } from './adapters/http/sessions.controller.js';
import { ListSessionsHandler } from './adapters/persistence/list-sessions.handler.js';
import { PostgresCredentials } from './adapters/persistence/postgres-credentials.js';
import { PostgresSessions } from './adapters/persistence/postgres-sessions.js';
import { PostgresSigningKeys } from './adapters/persistence/postgres-signing-keys.js';
import { EndSessionHandler } from './application/end-session.js';
import { LogInHandler } from './application/log-in.js';
import { LoginListeners } from './application/login-listeners.js';
import { ReauthenticateHandler } from './application/reauthenticate.js';
import { RefreshSessionHandler } from './application/refresh-session.js';
import { SessionOpener } from './application/session-opener.js';
import { RefreshTokens } from './application/session-tokens.js';
import { AccessTokens } from './domain/access-token.js';
import { Credentials } from './domain/credentials.js';
import { Passwords } from './domain/password.js';
import { Sessions } from './domain/sessions.js';
import { SigningKeys } from './domain/signing-keys.js';

/** Sessions: who is logged in where, and the tokens that say so. */
export const SESSIONS_PROVIDERS: Provider[] = [
  { provide: Sessions, useClass: PostgresSessions },
  { provide: Passwords, useClass: Argon2Passwords },
  { provide: Credentials, useClass: PostgresCredentials },
  { provide: RefreshTokens, useClass: RandomRefreshTokens },
  { provide: AccessTokens, useClass: JwtAccessTokens },
  { provide: SigningKeys, useClass: PostgresSigningKeys },
  { provide: Sealed, useFactory: ({ secret }: PlatformSettings) => new Sealed(secret, 'signing-keys'), inject: [PLATFORM_SETTINGS] },
  made(SessionOpener, UnitOfWork, Sessions, RefreshTokens, AccessTokens, Clock, LoginListeners, SecurityLog),
  LoginListeners, LogInHandler, ReauthenticateHandler, RefreshSessionHandler, EndSessionHandler, ListSessionsHandler,
];

export const SESSIONS_CONTROLLERS = [SessionsController];
