import fc from 'fast-check';
import { PasswordTooCommon, PasswordTooLong, PasswordTooShort } from './errors.js';
import { assertAcceptable, normalizedPassword } from './password.js';

const ADA = ['ada.lovelace@example.com', 'Ada Lovelace'];

describe('a password', () => {
  it.each([
    'three small rain boots',
    'ocean-tarpaulin-fudge',
    'жёлтый сапог поёт ночью',
    '正しい馬のバッテリーとホチキス留め',
    '🐎🔋📎🪁🧦🪴🎷🧊🫖🪤🧲🪜🧵🪞🎳',
    '   spaces around are fine   ',
    'nothing but lower case letters',
  ])('may be %j', (password) => {
    expect(() => assertAcceptable(password, ADA)).not.toThrow();
  });

  it.each([['', PasswordTooShort], ['Tr0ub4dor&3', PasswordTooShort], ['🐎'.repeat(14), PasswordTooShort], ['long words '.repeat(30), PasswordTooLong]])('may not be %j', (password, refusal) => {
    expect(() => assertAcceptable(password)).toThrow(refusal);
  });

  it.each([
    'passwordpassword', 'Password-Password-2024', 'P@ssw0rdP@ssw0rd', 'aaaaaaaaaaaaaaaa', 'abcabcabcabcabcabc', '123456789012345', '987654321098765', 'qwertyuiopasdfgh',
    'QWERTZUIOPASDFGH', 'abcdefghijklmnop', 'correct horse battery staple', 'ada.lovelace@example.com', 'AdaLovelace1815!!', 'letmeinletmein123', '1qaz2wsx3edc4rfv', 'holdfastholdfast1',
  ])('is not %j, which would be guessed', (password) => {
    expect(() => assertAcceptable(password, ADA)).toThrow(PasswordTooCommon);
  });

  it.each(['1815-1210-1852-1127', '1815-1210-1852-1127@quartz.flint', '1815121018521127'])('is not %j of an address that is made of digits', (password) => {
    expect(() => assertAcceptable(password, ['1815-1210-1852-1127@quartz.flint'])).toThrow(PasswordTooCommon);
    expect(() => assertAcceptable(password, ADA)).not.toThrow();
  });

  it('is the same whatever system composed its characters', () => {
    expect(normalizedPassword('cafe\u0301 ﬁne')).toBe(normalizedPassword('café fine'));
  });

  it('is judged without fault, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.string(), { maxLength: 3 }), (password, known) => {
        try {
          assertAcceptable(password, known);
        } catch (error) {
          expect([PasswordTooShort, PasswordTooLong, PasswordTooCommon]).toContain((error as object).constructor);
        }
      }),
    );
  });
});
