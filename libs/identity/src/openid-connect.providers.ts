import type { Provider } from '@nestjs/common';
import { Clock, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { made } from '@holdfast/platform';
import { ExternalIdentitiesController } from './adapters/http/external-identities.controller.js';
import { OpenIdConnectController } from './adapters/http/openid-connect.controller.js';
import { OpenIdClientProvider } from './adapters/openid-connect/openid-client-provider.js';
import { ListExternalIdentitiesHandler } from './adapters/persistence/list-external-identities.handler.js';
import { PostgresExternalIdentities } from './adapters/persistence/postgres-external-identities.js';
import { PostgresOpenIdAuthorizations } from './adapters/persistence/postgres-openid-authorizations.js';
import { BeginOpenIdConnectHandler } from './application/begin-openid-connect.js';
import { CompleteOpenIdConnectHandler } from './application/complete-openid-connect.js';
import { ExternalAccounts } from './application/external-accounts.js';
import { OpenIdAnswers } from './application/openid-answers.js';
import { OpenIdProvider } from './application/openid-provider.js';
import { RemoveExternalIdentityHandler } from './application/remove-external-identity.js';
import { Credentials } from './domain/credentials.js';
import { Customers } from './domain/customer.js';
import { ExternalIdentities } from './domain/external-identity.js';
import { OpenIdAuthorizations } from './domain/openid-authorization.js';

/** Logins of customers at providers of OpenID Connect. */
export const OPENID_CONNECT_PROVIDERS: Provider[] = [
  { provide: OpenIdProvider, useClass: OpenIdClientProvider },
  { provide: OpenIdAuthorizations, useClass: PostgresOpenIdAuthorizations },
  { provide: ExternalIdentities, useClass: PostgresExternalIdentities },
  made(OpenIdAnswers, UnitOfWork, OpenIdProvider, OpenIdAuthorizations, SecurityLog),
  made(ExternalAccounts, UnitOfWork, ExternalIdentities, Customers, Credentials, Clock, SecurityLog),
  BeginOpenIdConnectHandler, CompleteOpenIdConnectHandler, ListExternalIdentitiesHandler, RemoveExternalIdentityHandler,
];

export const OPENID_CONNECT_CONTROLLERS = [OpenIdConnectController, ExternalIdentitiesController];
