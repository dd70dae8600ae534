import { expectSampleToHold } from '../prove/sample.js';
import { flashSale } from './flash-sale/flash-sale.js';

it('500 buyers for 20 pieces, and a process that dies: 20 are sold and paid, and no answered order is lost', () => expectSampleToHold(flashSale), 120_000);
