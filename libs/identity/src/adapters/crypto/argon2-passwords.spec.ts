import { argon2Sync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { PasswordsBusy } from '../../domain/errors.js';
import { Argon2Passwords } from './argon2-passwords.js';

const PASSWORD = 'three small rain boots';

describe('passwords with Argon2id', () => {
  const passwords = new Argon2Passwords();
  afterAll(() => passwords.onApplicationShutdown());

  it('are kept as PHC strings with the costs of today, each with a salt of its own', async () => {
    const [one, other] = [await passwords.hash(PASSWORD), await passwords.hash(PASSWORD)];

    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(passwords.isOutdated(one)).toBe(false);
  });

  it('match themselves and nothing else', async () => {
    const hash = await passwords.hash(PASSWORD);

    expect(await passwords.matches(PASSWORD, hash)).toBe(true);
    expect(await passwords.matches(`${PASSWORD} `, hash)).toBe(false);
    expect(await passwords.matches(PASSWORD.toUpperCase(), hash)).toBe(false);
    expect(await passwords.matches(PASSWORD, undefined)).toBe(false);
    expect(await passwords.matches(PASSWORD, 'no hash at all')).toBe(false);
  });

  it('match however their characters are composed', async () => {
    expect(await passwords.matches('cafe\u0301 three small boots', await passwords.hash('café three small boots'))).toBe(true);
  });

  it('are not cut off, however long', async () => {
    const long = 'x'.repeat(200);
    expect(await passwords.matches(`${long}b`, await passwords.hash(`${long}a`))).toBe(false);
  });

  it('made with lower costs still match, and are known to be outdated', async () => {
    const salt = Buffer.alloc(16, 'salt');
    const tag = argon2Sync('argon2id', { message: PASSWORD, nonce: salt, parallelism: 1, tagLength: 32, memory: 64, passes: 1 });
    const [bare, weak] = [(bytes: Buffer) => bytes.toString('base64').replaceAll('=', ''), '$argon2id$v=19$m=64,t=1,p=1$'];
    const hash = `${weak}${bare(salt)}$${bare(tag)}`;

    expect(await passwords.matches(PASSWORD, hash)).toBe(true);
    expect(passwords.isOutdated(hash)).toBe(true);
  });

  it('are refused beyond what may wait, instead of piling up; those that wait get their turn', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.matches(PASSWORD, undefined)));

    const refused = tries.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(60 - 41);
    expect(refused.every((one) => one.reason instanceof PasswordsBusy)).toBe(true);
    expect(tries.filter((one) => one.status === 'fulfilled').every(({ value }) => value === false)).toBe(true);
  });

  it('are hashed on a thread that lets all others go first, where the system knows priorities of threads', async () => {
    await passwords.matches(PASSWORD, undefined);
    const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map((id) => readFileSync(`/proc/self/task/${id}/stat`, 'latin1')) : [];
    const nice = threads.map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));

    expect(nice.filter((value) => value === 10)).toHaveLength(process.platform === 'linux' ? 1 : 0);
  });

  it('go on when the thread was lost: those that waited are told to come again', async () => {
    const waiting = passwords.matches(PASSWORD, undefined);
    await passwords.onApplicationShutdown();

    await expect(waiting).rejects.toThrow(PasswordsBusy);
    expect(await passwords.matches(PASSWORD, await passwords.hash(PASSWORD))).toBe(true);
  });
});
