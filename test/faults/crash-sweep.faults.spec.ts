import { expectSampleToHold } from '../prove/sample.js';
import { caseOf, nameOf } from './crash-sweep/case.js';
import { crashSweep } from './crash-sweep/index.js';

/** The sample takes some 15 s; where many others work on the same machine, starting its programs alone may take minutes. */
const BUSY_MS = 480_000;

describe('a process that dies, fails, stalls or loses its database anywhere', () => {
  it('leaves nothing half done: the client repeats, and all books agree', () => expectSampleToHold(crashSweep), BUSY_MS);

  it('is told by a name that leads to the same case again', () => {
    const name = 'card/api/checkout.after-tx1#2/lost-commit';

    expect(caseOf(name)).toEqual({ scenario: 'card', process: 'api', at: 'checkout.after-tx1', nth: 2, fault: 'lost-commit' });
    expect(nameOf(caseOf(name))).toBe(name);
    expect(() => caseOf('card/api/checkout.after-tx1#2/flood')).toThrow('is no case');
  });
});
