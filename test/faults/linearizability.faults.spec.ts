import { expectSampleToHold } from '../prove/sample.js';
import { linearizability } from './linearizability/linearizability.js';

it('what clients are told of stock fits into one order, on two processes of which one dies', () => expectSampleToHold(linearizability), 120_000);
