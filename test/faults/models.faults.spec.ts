import { expectSampleToHold } from '../prove/sample.js';
import { models } from './models/models.js';

it('carts and stock answer as their models, one client after the other and several at once', () => expectSampleToHold(models), 120_000);
