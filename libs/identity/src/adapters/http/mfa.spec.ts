import { randomUUID } from 'node:crypto';
import { toId, toUuid } from '@holdfast/kernel';
import { PASSWORD } from '../../accounts-under-test.js';
import { LinkTokens } from '../../application/link-tokens.js';
import { codeOf, type Enrolled, type Member, StaffUnderTest } from '../../staff-under-test.js';

describe('a second factor', () => {
  let staff: StaffUnderTest;

  beforeAll(async () => {
    staff = await StaffUnderTest.start({ mfaRequired: true });
  });
  afterAll(() => staff.stop());

  const orders = (token: string) => staff.api.call('GET', '/guarded/orders', token);
  const me = (token: string) => staff.api.call('GET', '/v1/staff/me', token);
  /** Somebody with a factor, and the session in which it was set up. */
  const enrolled = async (): Promise<Member & Enrolled & { token: string }> => {
    const member = await staff.member('support');
    const token = await staff.entered(member.email);
    return { ...member, token, ...(await staff.enroll(token)) };
  };
  const wrong = (secret: string): string => (codeOf(secret) === '000000' || codeOf(secret, 1) === '000000' || codeOf(secret, -1) === '000000' ? '111111' : '000000');
  const again = (token: string, proof: object) => staff.post('/v1/sessions/current/reauthentications', { password: PASSWORD, ...proof }, token);

  describe('of staff', () => {
    it('comes before everything else: without one there is nothing to do but to set it up', async () => {
      const { email } = await staff.member('support');
      const token = await staff.entered(email);
      const before = [await orders(token), await me(token)];
      const { recoveryCodes } = await staff.enroll(token);

      expect([before[0]!.status, before[0]!.body['code']]).toEqual([403, 'mfa-enrollment-required']);
      expect(before[1]!.body).toMatchObject({ mfa_required: true, mfa_satisfied: false, mfa_enrolled: false });
      expect([new Set(recoveryCodes).size, (await orders(token)).status]).toEqual([10, 200]);
      expect((await me(token)).body).toMatchObject({ mfa_satisfied: true, mfa_enrolled: true });
    });

    it('does not make sessions from before worth more, until they show it', async () => {
      const { email } = await staff.member('support');
      const [old, here] = [await staff.entered(email), await staff.entered(email)];
      const { secret, factor } = await staff.enroll(here);
      const refused = [await orders(old), await staff.api.call('DELETE', `/v1/staff/me/mfa-factors/${factor}`, old), await again(old, {})];
      const shown = await again(old, { code: codeOf(secret) });

      expect(refused.map(({ body }) => body['code'])).toEqual(['mfa-required', 'mfa-required', 'mfa-code-missing']);
      expect([shown.status, (await orders(old)).status]).toEqual([204, 200]);
    });

    it('is described for authenticators, and counts once it is confirmed', async () => {
      const { email } = await staff.member('support');
      const token = await staff.entered(email);
      const begun = await staff.api.call('POST', '/v1/staff/me/mfa-factors', token);
      const refused = await staff.post(`/v1/staff/me/mfa-factors/${begun.body['id']}/confirmations`, { code: wrong(begun.body['secret']) }, token);
      const listed = await staff.api.call('GET', '/v1/staff/me/mfa-factors', token);

      expect(begun.body['uri']).toBe(`otpauth://totp/shop.test:${encodeURIComponent(email)}?issuer=shop.test&secret=${begun.body['secret']}&algorithm=SHA1&digits=6&period=30`);
      expect(begun.body['secret']).toMatch(/^[A-Z2-7]{32}$/);
      expect([refused.status, refused.body['code'], (await staff.logIn(email)).status]).toEqual([422, 'invalid-mfa-code', 201]);
      expect(listed.body['data']).toMatchObject([{ id: begun.body['id'], kind: 'totp', status: 'unconfirmed', confirmed_at: null }]);
    });

    it('lies sealed in the database', async () => {
      const { factor, secret, recoveryCodes } = await enrolled();
      const [row] = await staff.sql<{ secret: Buffer }>('select secret from identity.mfa_factors where id = $1', [toUuid(factor)]);
      const dump = JSON.stringify(await staff.sql('select * from identity.recovery_codes'));

      expect(row!.secret.length).toBe(12 + 20 + 16);
      expect(secret.length).toBe(32);
      for (const code of recoveryCodes) expect(dump).not.toContain(code);
    });

    it('is asked for by logins, and opens them', async () => {
      const { email, secret } = await enrolled();
      const asked = await staff.logIn(email);
      const opened = await staff.verify(asked.body, { code: codeOf(secret) });

      expect([asked.status, asked.body]).toMatchObject([202, { mfa_required: true, challenge_id: expect.stringMatching(/^mch_/) }]);
      expect(asked.body).not.toHaveProperty('access_token');
      expect([opened.status, (await orders(opened.body['access_token'])).status]).toEqual([201, 200]);
    });

    it('is told only to whoever knows the password', async () => {
      const { email } = await enrolled();

      expect((await staff.logIn(email, `${PASSWORD}!`)).body['code']).toBe('invalid-credentials');
    });

    it.each([-1, 0, 1])('is taken when the clock of the device is %i steps off', async (steps) => {
      const { email, secret, factor } = await enrolled();
      await staff.forgetSteps(factor);
      const show = async () => (await staff.verify((await staff.logIn(email)).body, { code: codeOf(secret, steps) })).status;
      // A step may end between making the code and showing it.
      const first = await show();

      expect(first === 201 ? first : await show()).toBe(201);
    });

    it.each([-3, 3])('is not taken when it is %i steps off', async (steps) => {
      const { email, secret, factor } = await enrolled();
      await staff.forgetSteps(factor);

      expect((await staff.verify((await staff.logIn(email)).body, { code: codeOf(secret, steps) })).body['code']).toBe('invalid-mfa-code');
    });

    it('counts once, also when it was used to set it up', async () => {
      const { email, secret } = await enrolled();
      const used = await staff.verify((await staff.logIn(email)).body, { code: codeOf(secret, -1) });
      const code = codeOf(secret);
      const first = await staff.verify((await staff.logIn(email)).body, { code });
      const second = await staff.verify((await staff.logIn(email)).body, { code });

      expect([used.body['code'], first.status, second.body['code']]).toEqual(['invalid-mfa-code', 201, 'invalid-mfa-code']);
    });

    it('opens one session when twenty show one code at once, to one challenge and to many', async () => {
      const { email, secret, factor } = await enrolled();
      const asked = await Promise.all(Array.from({ length: 4 }, () => staff.logIn(email)));
      const code = codeOf(secret);
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => staff.verify(asked[i % 4]!.body, { code })));
      await staff.forgetSteps(factor);
      const solved = await Promise.all(asked.map(({ body }) => staff.verify(body, { code })));

      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(solved.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(1);
    });

    it('may be wrong five times in a challenge, whatever comes after', async () => {
      const { email, secret } = await enrolled();
      const asked = await staff.logIn(email);
      const tries = [];
      for (let i = 0; i < 6; i++) tries.push(await staff.verify(asked.body, { code: wrong(secret) }));
      const right = await staff.verify(asked.body, { code: codeOf(secret) });

      expect(tries.map(({ body }) => body['code'])).toEqual([...Array.from({ length: 5 }, () => 'invalid-mfa-code'), 'mfa-challenge-over']);
      expect([right.status, right.body['code']]).toEqual([401, 'mfa-challenge-over']);
    });

    it('is not shown to a challenge that is too old, is unknown, or by whoever knows its id alone', async () => {
      const { email, secret } = await enrolled();
      const { body } = await staff.logIn(email);
      const stolen = await staff.verify({ ...body, challenge_secret: 'x'.repeat(43) }, { code: codeOf(secret) });
      await staff.sql(`update identity.mfa_challenges set expires_at = now() where id = $1`, [toUuid(body['challenge_id'])]);
      const old = await staff.verify(body, { code: codeOf(secret) });
      const id = toId('mch', randomUUID());
      const unknown = await staff.verify({ challenge_id: id, challenge_secret: staff.api.app.get(LinkTokens).of(id) }, { code: codeOf(secret) });

      expect([stolen, old, unknown].map(({ body: { code } }) => code)).toEqual(Array.from({ length: 3 }, () => 'mfa-challenge-over'));
    });

    it.each([[{}, 'mfa-code-missing'], [{ code: '123456', recovery_code: 'x' }, 'mfa-code-missing'], [{ code: '12345' }, 'invalid-request'], [{ code: 'abcdef' }, 'invalid-request']])(
      'is not %j', async (proof, code) => {
        const { email } = await enrolled();

        expect((await staff.verify((await staff.logIn(email)).body, proof)).body['code']).toBe(code);
      });

    it('that was lost is made up for by a recovery code, each once and in any writing', async () => {
      const { email, recoveryCodes } = await enrolled();
      const challenge = async () => (await staff.logIn(email)).body;
      const first = await staff.verify(await challenge(), { recovery_code: recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ') });
      const asked = [await challenge(), await challenge(), await challenge()];
      const race = await Promise.all(asked.map((body) => staff.verify(body, { recovery_code: recoveryCodes[1]! })));
      const repeated = await staff.verify(await challenge(), { recovery_code: recoveryCodes[0]! });

      expect([first.status, repeated.body['code']]).toEqual([201, 'invalid-mfa-code']);
      expect(race.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    });

    it('of one person does not open the account of another', async () => {
      const [mine, theirs] = [await enrolled(), await enrolled()];
      const asked = (await staff.logIn(theirs.email)).body;

      expect((await staff.verify(asked, { code: codeOf(mine.secret) })).body['code']).toBe('invalid-mfa-code');
      expect((await staff.verify(asked, { recovery_code: mine.recoveryCodes[0]! })).body['code']).toBe('invalid-mfa-code');
      expect((await staff.api.call('DELETE', `/v1/staff/me/mfa-factors/${theirs.factor}`, mine.token)).status).toBe(404);
    });

    it('may be one of several, and the newest brings new recovery codes', async () => {
      const { email, token, secret, recoveryCodes } = await enrolled();
      const second = await staff.enroll(token);
      const old = await staff.verify((await staff.logIn(email)).body, { recovery_code: recoveryCodes[0]! });
      const opened = [await staff.verify((await staff.logIn(email)).body, { code: codeOf(secret) }), await staff.verify((await staff.logIn(email)).body, { code: codeOf(second.secret) })];

      expect([old.status, ...opened.map(({ status }) => status)]).toEqual([422, 201, 201]);
    });

    it('is removed by its owner after a recent login, and then staff has to set up another', async () => {
      const { id, token, factor, secret } = await enrolled();
      const remove = () => staff.api.call('DELETE', `/v1/staff/me/mfa-factors/${factor}`, token);
      await staff.age(id);
      const refused = await remove();
      const proven = await again(token, { code: codeOf(secret) });

      expect([refused.body['code'], proven.status, (await remove()).status]).toEqual(['reauthentication-required', 204, 204]);
      expect((await orders(token)).body['code']).toBe('mfa-enrollment-required');
      expect(await staff.sql('select count(*)::int as n from identity.recovery_codes where subject_id = $1', [toUuid(id)])).toEqual([{ n: 0 }]);
    });

    it('that was lost with its recovery codes is taken away by somebody else, which ends all sessions', async () => {
      const { id, email, token } = await enrolled();
      const half = await staff.logIn(email);
      const reset = await staff.admin('DELETE', `staff/${id}/mfa-factors`);

      expect([reset.status, (await orders(token)).status, (await staff.logIn(email)).status]).toEqual([204, 401, 201]);
      expect((await staff.verify(half.body, { code: '000000' })).body['code']).toBe('mfa-challenge-over');
    });

    it('opens nothing to somebody who was disabled between password and code', async () => {
      const { id, email, secret } = await enrolled();
      const half = await staff.logIn(email);
      await staff.admin('PATCH', `staff/${id}`, { disabled: true });

      expect((await staff.verify(half.body, { code: codeOf(secret) })).body['code']).toBe('mfa-challenge-over');
    });

    it.each([
      ['lets a code count again', `update identity.mfa_factors set last_step = last_step - 1 where confirmed_at is not null`],
      ['lets a recovery code count again', `update identity.recovery_codes set used_at = null where used_at is not null`],
      ['gives a challenge tries back', `update identity.mfa_challenges set attempts = 0 where attempts > 0`],
      ['gives a challenge a sixth try', `update identity.mfa_challenges set attempts = 6 where solved_at is null`],
      ['lets a challenge count longer', `update identity.mfa_challenges set expires_at = created_at + interval '6 minutes' where solved_at is null`],
    ])('is defended by the database against code that %s', async (_, statement) => {
      const { email, recoveryCodes } = await enrolled();
      await staff.verify((await staff.logIn(email)).body, { recovery_code: recoveryCodes[0]! });
      await staff.verify((await staff.logIn(email)).body, { code: '000000' });

      await expect(staff.sql(statement)).rejects.toThrow();
    });
  });
});
