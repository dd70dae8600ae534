import { toUuid } from '@holdfast/kernel';
import { type Member, StaffUnderTest } from '../../staff-under-test.js';

describe('owners', () => {
  let staff: StaffUnderTest;

  beforeAll(async () => {
    staff = await StaffUnderTest.start();
  });
  afterAll(() => staff.stop());

  const change = (id: string, wish: object) => staff.admin('PATCH', `staff/${id}`, wish);
  /** From now on these are all that there are. */
  const only = async (...ids: string[]) => {
    await staff.sql('alter table identity.staff disable trigger one_active_owner');
    await staff.sql(`update identity.staff set status = 'disabled' where not id = any($1) and status = 'active'`, [ids.map(toUuid)]);
    await staff.sql('alter table identity.staff enable trigger one_active_owner');
  };
  const left = () => staff.sql(`select p.id from identity.staff p join identity.roles r on r.id = p.role_id where r.built_in = 'owner' and p.status = 'active'`);

  it('stay, one of ten, when all of them are disabled and demoted at once', async () => {
    const owners: Member[] = [];
    for (let i = 0; i < 10; i++) owners.push(await staff.member('owner'));
    await only(...owners.map(({ id }) => id));
    const support = await staff.role('support');
    const answers = await Promise.all(owners.flatMap(({ id }) => [change(id, { disabled: true }), change(id, { role_id: support })]));

    expect(await left()).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
  });

  it('stay, one of ten, also when the code forgets to ask', async () => {
    const owners: Member[] = [];
    for (let i = 0; i < 10; i++) owners.push(await staff.member('owner'));
    await only(...owners.map(({ id }) => id));
    const outcomes = await Promise.allSettled(owners.map(({ id }, i) => staff.sql(i % 2 ? `update identity.staff set status = 'disabled' where id = $1` : 'delete from identity.staff where id = $1', [toUuid(id)])));

    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await left()).toHaveLength(1);
  });

  it('are refused to leave with words when they are the last one', async () => {
    const { id } = await staff.member('owner');
    await only(id);

    expect((await change(id, { disabled: true })).body['code']).toBe('last-owner');
    expect((await change(id, { role_id: await staff.role('support') })).body['code']).toBe('last-owner');
  });
});
