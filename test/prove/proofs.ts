import { chaos } from '../faults/chaos/chaos.js';
import { crashSweep } from '../faults/crash-sweep/index.js';
import { failover } from '../faults/failover/failover.js';
import { flashSale } from '../faults/flash-sale/flash-sale.js';
import { growth } from '../faults/growth/growth.js';
import { histories } from '../faults/histories/histories.js';
import { linearizability } from '../faults/linearizability/linearizability.js';
import { overload } from '../faults/overload/overload.js';
import { models } from '../faults/models/models.js';
import { soak } from '../faults/soak/soak.js';
import { mutations } from '../mutations/mutations.js';
import { hostileInput } from '../security/hostile-input/hostile-input.js';
import type { Proof } from './proof.js';

/** Every proof, in the order in which they run. A new one is a folder and a line here. */
export const PROOFS: readonly Proof[] = [models, crashSweep, linearizability, flashSale, hostileInput, histories, failover, chaos, growth, soak, overload, mutations];
