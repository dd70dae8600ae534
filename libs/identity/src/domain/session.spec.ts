import { newId } from '@holdfast/kernel';
import { IDLE_DAYS, type KeptRefreshToken, LEEWAY_SECONDS, presented, type Session, SESSION_DAYS, sessionEnd } from './session.js';

const DAY = 86_400_000;
const start = new Date('2026-03-01T12:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);

const session: Session = {
  id: newId('ses'), subject: newId('cus'), createdAt: start, lastUsedAt: start, expiresAt: sessionEnd(start), endedAt: null, mfaAt: null, authenticatedAt: start,
};
const fresh: KeptRefreshToken = { issuedAt: start, usedAt: null, successorUsed: false };
const used: KeptRefreshToken = { ...fresh, usedAt: start };

describe('a refresh token', () => {
  it.each([
    ['a new one', session, fresh, after(1_000), 'rotate'],
    ['one that nobody used for long', session, fresh, after(IDLE_DAYS * DAY), 'over'],
    ['one of a session that was ended', { ...session, endedAt: start }, fresh, after(1_000), 'over'],
    ['one of a session that has lasted long enough', session, { ...fresh, issuedAt: after(SESSION_DAYS * DAY - 1_000) }, after(SESSION_DAYS * DAY), 'over'],
    ['one that was used a moment ago', session, used, after(LEEWAY_SECONDS * 1_000), 'repeat'],
    ['one that was used before that', session, used, after(LEEWAY_SECONDS * 1_000 + 1), 'reused'],
    ['one whose successor is in use', session, { ...used, successorUsed: true }, after(1_000), 'reused'],
    ['a used one of a session that is over already', { ...session, endedAt: start }, used, after(DAY), 'over'],
  ])('%s leads to what it should', (_, of, token, now, outcome) => {
    expect(presented(of, token, now)).toBe(outcome);
  });
});
