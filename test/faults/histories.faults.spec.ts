import { expectSampleToHold } from '../prove/sample.js';
import { histories } from './histories/histories.js';

it('1,000 random histories of payments, in which processes die, end as the books of the gateways say', () => expectSampleToHold(histories), 1_800_000);
