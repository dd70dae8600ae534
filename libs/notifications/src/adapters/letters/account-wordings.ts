import type { AccountLetter } from '@holdfast/identity';
import type { EmailKind } from '../../domain/email.js';
import { type AccountWording, minute } from './account-letter.js';

type Word = (letter: AccountLetter, shop: string) => AccountWording;
export type AccountEmailKind = Exclude<EmailKind, 'order-confirmation'>;

const NOTHING_CHANGED = 'If it was not you, do nothing: nothing has changed.';
const NOT_YOU = 'If it was not you, ask for a new password at once, and look at where you are logged in.';

function registration({ token, at }: AccountLetter, shop: string): AccountWording {
  if (!token) {
    return {
      subject: `You have an account at ${shop} already`,
      title: 'You have an account already',
      what: `somebody asked for an account at ${shop} with this address, which has one. Log in as you always do, or ask for a new password if you forgot it.`,
      ending: NOTHING_CHANGED,
    };
  }
  return {
    subject: `Confirm your account at ${shop}`,
    title: 'Confirm your account',
    what: `somebody asked for an account at ${shop} with this address. Confirm it with the two codes below.`,
    idLabel: 'Registration',
    ending: `They count until ${minute(at)}. If it was not you, do nothing: nobody gets an account with your address.`,
  };
}

const passwordReset: Word = ({ at }, shop) => ({
  subject: `A new password for ${shop}`,
  title: 'Choose a new password',
  what: `somebody asked for a new password for your account at ${shop}. Choose one with the two codes below; you will be logged out everywhere.`,
  idLabel: 'Reset',
  ending: `They count once, until ${minute(at)}. ${NOTHING_CHANGED}`,
});

const passwordChanged: Word = ({ at }, shop) => ({
  subject: `Your password at ${shop} was changed`,
  title: 'Your password was changed',
  what: `your account at ${shop} has a new password since ${minute(at)}. Other devices were logged out.`,
  ending: NOT_YOU,
});

function emailChange({ token, at }: AccountLetter, shop: string): AccountWording {
  if (!token) {
    return {
      subject: `You have an account at ${shop} already`,
      title: 'You have an account already',
      what: `somebody wanted to use this address for an account at ${shop}, but it belongs to one already.`,
      ending: NOTHING_CHANGED,
    };
  }
  return {
    subject: `Confirm your new address at ${shop}`,
    title: 'Confirm your new address',
    what: `somebody wants to use this address for their account at ${shop}. Confirm it with the two codes below.`,
    idLabel: 'Change',
    ending: `They count once, until ${minute(at)}. ${NOTHING_CHANGED}`,
  };
}

const emailChangeNotice: Word = ({ at }, shop) => ({
  subject: `Another address for your account at ${shop}`,
  title: 'Another address was asked for',
  what: `at ${minute(at)} somebody who is logged in asked to use another address for your account at ${shop}. It stays as it is until the mail to that address is answered.`,
  ending: NOT_YOU,
});

const emailChanged: Word = ({ at }, shop) => ({
  subject: `Your account at ${shop} has another address`,
  title: 'The address of your account was changed',
  what: `since ${minute(at)} your account at ${shop} has another address. Mails go there from now on, and other devices were logged out.`,
  ending: 'If it was not you, write to the shop at once.',
});

const staffInvitation: Word = ({ at }, shop) => ({
  subject: `You are invited to the staff of ${shop}`,
  title: 'Join the staff',
  what: `you are invited to work with ${shop}. Choose a password with the two codes below; after that you can log in as staff.`,
  idLabel: 'Invitation',
  ending: `They count once, until ${minute(at)}. If you expect no such invitation, do nothing.`,
});

const dataExport: Word = ({ at }, shop) => ({
  subject: `Your data at ${shop}`,
  title: 'Your data can be fetched',
  what: `the document with all that ${shop} knows about you is there. Log in to fetch it, until ${minute(at)}.`,
  ending: NOT_YOU,
});

/** What each kind of mail about an account says. */
export const ACCOUNT_WORDINGS: Readonly<Record<AccountEmailKind, Word>> = {
  registration,
  'password-reset': passwordReset,
  'password-changed': passwordChanged,
  'email-change': emailChange,
  'email-change-notice': emailChangeNotice,
  'email-changed': emailChanged,
  'staff-invitation': staffInvitation,
  'data-export': dataExport,
};
