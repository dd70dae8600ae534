import { expectSampleToHold } from '../prove/sample.js';
import { overload } from './overload/overload.js';

it('a shop that is flooded refuses with Retry-After, answers its probes, and keeps every order that it answered', () => expectSampleToHold(overload), 180_000);
