/**
 * An e-mail address in the one form in which it is kept and compared. The part before the @ is lower-cased too: no provider that
 * people use tells the cases apart, and two accounts that differ in them would be a trap.
 */
export const normalizedEmail = (address: string): string => address.normalize('NFC').toLowerCase();
