import { CommandBus } from '@nestjs/cqrs';
import { toId } from '@holdfast/kernel';
import { AccountsUnderTest } from '../../accounts-under-test.js';
import { CarryOutErasures } from '../../application/carry-out-erasures.js';
import { WriteDataExport } from '../../application/write-data-exports.js';
import { ADMIN_KEY } from '../../identity-under-test.js';

const [SECOND, THIRD] = ['four quiet tin whistles', 'five loud brass trumpets'] as const;

describe('the life of an account', () => {
  let accounts: AccountsUnderTest;
  beforeEach(async () => {
    accounts = await AccountsUnderTest.start(ADMIN_KEY);
  });
  afterEach(() => accounts.stop());

  const address = async (): Promise<string> => (await accounts.sql('select email from identity.customers'))[0]!['email'];
  const idOf = async (table: string, prefix: string): Promise<string> => toId(prefix, (await accounts.sql(`select id from identity.${table}`))[0]!['id']);
  /** What other modules were told, in order: `kind of its subject, version, type, status before > after`, and the rest. */
  const told = async () => {
    const events = await accounts.sql('select * from platform.outbox order by occurred_at, id');
    return events.map(({ subject_kind: kind, version, type, from_state, to_state, payload }) => [`${kind} ${version} ${type}${to_state ? ` ${from_state} > ${to_state}` : ''}`, payload]);
  };
  /** What the log of security has, in order. */
  const noted = async () => (await accounts.sql(`select action, resource_id, details from platform.audit_entries where kind = 'security' order by seq`)).map(({ action, resource_id: id, details }) => [action, id, details]);

  it('is told step by step, from its registration to its being forgotten', async () => {
    const { id, access, session } = await accounts.loggedIn();
    await accounts.post('/v1/customers/me/email-changes', { email: accounts.newAddress() }, access);
    const change = await accounts.mail('email_changes', 'emc');
    await accounts.post(`/v1/email-changes/${change.id}/confirmations`, { token: change.token });
    await accounts.post('/v1/password-resets', { email: await address() });
    const reset = await accounts.mail('password_resets', 'pwr');
    await accounts.post(`/v1/password-resets/${reset.id}/confirmations`, { token: reset.token, password: SECOND });
    const second = await accounts.loggedIn(await address(), SECOND);
    await accounts.post('/v1/customers/me/password-changes', { current_password: SECOND, password: THIRD }, second.access);
    await accounts.post(`/v1/admin/customers/${id}/disablements`, {}, ADMIN_KEY);
    await accounts.post(`/v1/admin/customers/${id}/enablements`, {}, ADMIN_KEY);
    const third = await accounts.loggedIn(await address(), THIRD);
    await accounts.post('/v1/customers/me/data-exports', {}, third.access);
    await accounts.api.app.get(CommandBus, { strict: false }).execute(new WriteDataExport());
    const exported = await idOf('data_exports', 'exp');
    await accounts.post('/v1/customers/me/erasure-requests', { password: THIRD }, third.access);
    const erasure = await idOf('erasures', 'era');
    await accounts.api.app.get(CommandBus, { strict: false }).execute(new CarryOutErasures());

    const [customer, opened] = [{ customer_id: id }, ['ses 1 identity.session-opened.v1', { subject_id: id }]];
    expect(await told()).toEqual([
      ['reg 1 identity.registration-requested.v1', {}], ['cus 1 identity.customer-registered.v1', {}], opened,
      ['emc 1 identity.email-change-requested.v1', customer], ['emc 2 identity.email-changed.v1', customer],
      ['pwr 1 identity.password-reset-requested.v1', {}], ['pwc 1 identity.password-changed.v1', { ...customer, made_by: 'reset' }], opened,
      ['pwc 1 identity.password-changed.v1', { ...customer, made_by: 'owner' }],
      ['cus 3 identity.customer-disabled.v1 active > disabled', {}], ['cus 4 identity.customer-enabled.v1 disabled > active', {}], opened,
      ['exp 1 identity.data-export-ready.v1', customer],
      ['cus 5 identity.customer-disabled.v1 active > disabled', {}], ['era 1 identity.erasure-requested.v1', customer], ['cus 6 identity.customer-erased.v1 disabled > erased', { erasure_id: erasure }],
    ]);
    expect(await noted()).toEqual([
      ['session.opened', id, { session }], ['email-change.requested', id, { session }], ['email.changed', id, null],
      ['password-reset.requested', id, null], ['password.changed', id, { made_by: 'reset' }], ['session.opened', id, { session: second.session }],
      ['password.changed', id, { made_by: 'owner' }], ['account.disabled', id, null], ['account.enabled', id, null], ['session.opened', id, { session: third.session }],
      ['data-export.requested', id, { export: exported }], ['reauthentication.succeeded', id, { session: third.session }],
      ['account.disabled', id, null], ['erasure.requested', id, { erasure, asked_by: 'owner' }], ['customer.erased', id, { erasure }],
    ]);
  });

  it('has sessions, of which it is told how they end', async () => {
    const first = await accounts.loggedIn();
    await accounts.api.call('DELETE', '/v1/sessions/current', first.access);
    const second = await accounts.loggedIn(first.email);
    const refreshed = await accounts.post('/v1/sessions/refreshes', { refresh_token: second.refresh });
    for (const used of [refreshed.body['refresh_token'], second.refresh]) await accounts.post('/v1/sessions/refreshes', { refresh_token: used });

    expect((await told()).slice(2)).toEqual([
      ['ses 1 identity.session-opened.v1', { subject_id: first.id }], ['ses 2 identity.session-ended.v1', { subject_id: first.id, why: 'logged-out' }],
      ['ses 1 identity.session-opened.v1', { subject_id: first.id }], ['ses 2 identity.refresh-token-reused.v1', { subject_id: first.id }],
    ]);
    expect((await noted()).filter(([action]) => action !== 'session.opened')).toEqual([
      ['session.ended', first.id, { session: first.session, why: 'logged-out' }], ['refresh-token.reused', first.id, { session: second.session }],
    ]);
  });
});
