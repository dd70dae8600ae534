import fc from 'fast-check';
import type { Operation } from './document.js';
import type { Mode, Plan, Plans } from './plans.js';

/** Ways through the shop, so that there is something to act upon: a sequence walks one of them or strays at random. */
const JOURNEYS: readonly (readonly string[])[] = [
  ['Products_create', 'Products_get', 'Products_update', 'Products_addVariant', 'Variants_get', 'Variants_update', 'Variants_setPrices', 'Storefront_get', 'Storefront_variant', 'Storefront_byHandle', 'Products_archive'],
  ['Stock_createLocation', 'Stock_adjust', 'Stock_levels', 'Stock_movements', 'Stock_adjust'],
  ['Carts_open', 'Carts_add', 'Carts_setQuantity', 'Carts_get', 'Carts_describe', 'Carts_remove', 'Carts_add', 'Checkouts_open', 'Checkouts_get', 'Checkouts_cancel'],
  ['Carts_open', 'Carts_add', 'Checkouts_open', 'Checkouts_pay', 'Checkouts_returned', 'Orders_get', 'AdminOrders_get', 'AdminOrders_timeline', 'Payments_capture', 'OrderRefunds_refund', 'Payments_refund', 'Ledger_journals', 'Ledger_reverse'],
  ['Carts_open', 'Carts_add', 'Checkouts_open', 'Payments_void', 'Payments_sync', 'OrderRefunds_list', 'Payments_get', 'Operations_resolve', 'GatewayScripts_script'],
  ['Carts_open', 'CustomerCarts_claim', 'CustomerCarts_current', 'Sessions_logIn', 'Sessions_refresh', 'Me_sessions', 'Me_endSession'],
  ['Addresses_add', 'Addresses_list', 'Addresses_get', 'Addresses_replace', 'Addresses_remove', 'Me_get', 'Me_describe', 'Me_changeEmail', 'EmailChanges_confirm'],
  ['CustomerFactors_begin', 'CustomerFactors_confirm', 'CustomerFactors_list', 'CustomerFactors_remove', 'Sessions_logIn', 'MfaChallenges_verify'],
  ['StaffFactors_begin', 'StaffFactors_confirm', 'StaffFactors_list', 'StaffFactors_remove', 'StaffMe_get', 'StaffMe_sessions'],
  ['ApiKeys_create', 'ApiKeys_list', 'ApiKeys_rotate', 'ApiKeys_revoke', 'Roles_define', 'Roles_get', 'Staff_invite', 'Roles_change', 'Staff_get', 'Staff_change', 'Staff_inviteAgain', 'Staff_resetFactors', 'Roles_remove'],
  ['Privacy_requestExport', 'Privacy_export', 'Privacy_content', 'AdminCustomers_list', 'AdminCustomers_get', 'AdminCustomers_disable', 'AdminCustomers_enable', 'Erasures_get'],
  ['Imports_create', 'Imports_get', 'Imports_rows', 'Imports_job', 'SettlementReports_create', 'SettlementReports_get', 'SettlementReports_lines', 'SettlementReports_differences', 'SettlementReports_correct'],
  ['GatewayWebhooks_receive', 'GatewayEvents_list', 'GatewayEvents_read', 'GatewayEvents_replay', 'GatewayEvents_refusals', 'TestMailbox_list', 'TestMailbox_show', 'Ledger_accounts', 'Ledger_transfers', 'Ledger_journal'],
  ['Customers_register', 'Customers_confirm', 'PasswordResets_request', 'PasswordResets_confirm', 'StaffMe_accept', 'AuditEntries_list', 'Ops_check'],
];

/** Seldom at random, because others ask after it: they end sessions and accounts, or hash passwords one after the other. */
const RARE = /^(Sessions_(logOut|logIn|reauthenticate)|Me_changePassword|StaffMe_(changePassword|accept)|Customers_confirm|Privacy_erase|Erasures_erase|Customers_register|PasswordResets_confirm|Me_endSession|StaffMe_endSession|GatewayScripts_script|Ops_check|Staff_change)$/;

/** Passwords are hashed one after the other, by a thread that waits for all else. */
const HASHES = /^(Sessions_logIn|Customers_register)$/;

const MODES: readonly (readonly [Mode, number])[] = [['fits', 10], ['repeat', 2], ['hostile', 4], ['fault', 6], ['foreign', 2]];

/** Sequences of requests in which later ones speak of what earlier ones made. */
export function sequences(operations: readonly Operation[], plans: Plans): fc.Arbitrary<readonly Plan[]> {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const named = (id: string): Operation => {
    const operation = byId.get(id);
    if (!operation) throw new Error(`${id} is not in the OpenAPI document: mend the journeys of test/security/hostile-input/sequences.ts`);
    return operation;
  };
  const usable = (operation: Operation, mode: Mode): boolean =>
    (mode !== 'foreign' || !operation.open) && (mode !== 'repeat' || operation.parameters.some(({ name }) => name === 'Idempotency-Key'));
  const any = (operation: Operation) => fc.oneof(...MODES.filter(([mode]) => usable(operation, mode)).map(([mode, weight]) => ({ weight, arbitrary: plans.of(operation, mode) })));
  const stray = fc.oneof(...operations.map((operation) => ({ weight: RARE.test(operation.id) ? 1 : 10, arbitrary: any(operation) })));
  const journeys = JOURNEYS.map((ids) =>
    fc.tuple(...ids.map(named).map((operation) => fc.tuple(fc.array(any(operation), { maxLength: 1 }), plans.of(operation, 'fits')))).map((steps) => steps.flatMap(([others, step]) => [...others, step])));
  const walked = journeys.map((arbitrary, at) => ({ weight: JOURNEYS[at]!.some((id) => HASHES.test(id)) ? 1 : 4, arbitrary }));
  return fc.oneof({ weight: 3, arbitrary: fc.oneof(...walked) }, { weight: 2, arbitrary: fc.array(stray, { minLength: 6, maxLength: 16 }) });
}
