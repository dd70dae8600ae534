import { Injectable } from '@nestjs/common';
import { toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import {
  type AnswerMark, AUTHORIZATION_MINUTES, type AuthorizationId, type KeptAuthorization, OpenIdAuthorizations,
} from '../../domain/openid-authorization.js';

const ADD = statement(
  'identity.add-openid-authorization',
  `insert into identity.openid_authorizations (id, redirect_uri, secret_hash, state_hash, sealed, expires_at)
   values ($1, $2, $3, $4, $5, now() + interval '${AUTHORIZATION_MINUTES} minutes') returning expires_at`,
);
const TAKE = statement(
  'identity.take-openid-authorization',
  `update identity.openid_authorizations set completed_at = now()
    where id = $1 and redirect_uri = $2 and secret_hash = $3 and state_hash = $4 and completed_at is null and expires_at > now()
   returning sealed`,
);

@Injectable()
export class PostgresOpenIdAuthorizations extends OpenIdAuthorizations {
  constructor(private readonly database: Database) {
    super();
  }

  async add(id: AuthorizationId, { redirectUri, secretHash, stateHash, sealed }: KeptAuthorization): Promise<Date> {
    const row = await this.database.first<{ expires_at: string }>(ADD, [toUuid(id), redirectUri, secretHash, stateHash, sealed]);
    return new Date(row!.expires_at);
  }

  async take(id: AuthorizationId, { redirectUri, secretHash, stateHash }: AnswerMark): Promise<Buffer | undefined> {
    return (await this.database.first<{ sealed: Buffer }>(TAKE, [toUuid(id), redirectUri, secretHash, stateHash]))?.sealed;
  }
}
