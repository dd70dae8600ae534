import { expectSampleToHold } from '../prove/sample.js';
import { hostileInput } from './hostile-input/hostile-input.js';

it('A sample of hostile requests gets answers as documented, and what is refused changes nothing', () => expectSampleToHold(hostileInput), 300_000);
