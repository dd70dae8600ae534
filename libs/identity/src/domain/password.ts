import { PasswordTooCommon, PasswordTooLong, PasswordTooShort } from './errors.js';

/** NIST SP 800-63B-4 §3.1.1.2: where the password is the only factor. Counted in characters as people see them in a list, code points. */
export const PASSWORD_MIN = 15;
/** Far beyond what anybody types, and little enough to hash. */
export const PASSWORD_MAX = 256;

/** How often a piece has to repeat until the whole adds nothing to it. */
const SHORT_PIECE = 6;
/** Runs that people type because they need many characters: keyboards, the alphabet, digits. */
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn', '1qaz2wsx3edc4rfv5tgb6yhn7ujm'];
/** What people write when they are asked for a password, and what every list of leaked passwords of this length holds. */
const COMMON = [
  'password', 'passwort', 'passw0rd', 'p@ssw0rd', 'motdepasse', 'contraseña', 'letmein', 'welcome', 'changeme', 'iloveyou', 'administrator', 'admin',
  'correcthorsebatterystaple', 'trustno1', 'superman', 'football', 'baseball', 'sunshine', 'princess', 'dragon', 'monkey', 'master', 'shadow', 'secret',
  'login', 'qwerty', 'qwertz', 'azerty', 'abc123', 'test', 'default', 'guest', 'hello', 'holdfast',
];

/**
 * A password in the form that is hashed: NFKC, so that every keyboard and system writes the same (NIST SP 800-63B-4
 * §3.1.1.2). Nothing is cut off.
 */
export const normalizedPassword = (password: string): string => password.normalize('NFKC');

/**
 * Any Unicode is welcome and no kind of character is asked for; what is refused is short, or among the first things to be
 * guessed.
 * @param known What an attacker knows about the person: the e-mail address, the name.
 * @throws PasswordTooShort, PasswordTooLong, PasswordTooCommon
 */
export function assertAcceptable(password: string, known: readonly string[] = []): void {
  const text = normalizedPassword(password);
  const length = [...text].length;
  if (length < PASSWORD_MIN) throw new PasswordTooShort(PASSWORD_MIN);
  if (length > PASSWORD_MAX) throw new PasswordTooLong(PASSWORD_MAX);
  if (isGuessable(text.toLowerCase(), known)) throw new PasswordTooCommon();
}

function isGuessable(text: string, known: readonly string[]): boolean {
  const letters = bare(text);
  return repeatsItself(text) || isRun(letters) || isKnown(letters, known) || leavesNothing(letters, [...COMMON, ...known.flatMap(pieces)]);
}

/** Letters and digits alone. */
const bare = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** A name or an address as a whole, or what stands before the @, whatever it is made of. */
const isKnown = (letters: string, known: readonly string[]): boolean => known.some((fact) => [bare(fact), bare(fact.split('@', 1)[0]!)].includes(letters));

/** `abcabcabcabcabc`, `111111111111111`. */
function repeatsItself(text: string): boolean {
  for (let size = 1; size <= SHORT_PIECE; size++) {
    const piece = text.slice(0, size);
    if (piece.repeat(Math.ceil(text.length / size)).startsWith(text)) return true;
  }
  return false;
}

/** Forwards or backwards, as a whole. */
function isRun(text: string): boolean {
  if (text === '') return false;
  return RUNS.some((run) => {
    const there = run + run;
    return there.includes(text) || [...there].reverse().join('').includes(text);
  });
}

/** Common words one after the other, perhaps with digits between them: `PasswordPassword2024`. */
function leavesNothing(text: string, words: readonly string[]): boolean {
  const all = text.replaceAll(/\p{N}/gu, '');
  let rest = all;
  for (const word of words) {
    const letters = word.toLowerCase().replaceAll(/[^\p{L}]/gu, '');
    if (letters.length >= 4) rest = rest.replaceAll(letters, '');
  }
  return rest.length < 4 && rest !== all;
}

/** `ada.lovelace@example.com` is known as a whole and by its parts. */
const pieces = (fact: string): string[] => [fact, ...fact.split(/[^\p{L}\p{N}]+/u)];

/** Slow, salted hashes of passwords. */
export abstract class Passwords {
  /** The hash with all that is needed to check it, in PHC string format. @throws PasswordsBusy */
  abstract hash(password: string): Promise<string>;

  /**
   * Whether the password belongs to the hash. Takes the same time when there is no hash to compare with, so that nobody
   * learns by the clock whether an account exists. @throws PasswordsBusy
   */
  abstract matches(password: string, hash: string | undefined): Promise<boolean>;

  /** Whether the hash was made with less than today's costs: the moment to make it anew is a login that worked. */
  abstract isOutdated(hash: string): boolean;
}
