// Made from the OpenAPI document by "npm run build:client". What is changed here is lost.

import type * as types from './types.js';

/** What each operation takes and answers, by method and address. */
export interface Operations {
  get: {
    '/livez': { request: types.HealthLiveData; answer: types.HealthLiveResponse };
    '/startupz': { request: types.HealthStartupData; answer: types.HealthStartupResponse };
    '/readyz': { request: types.HealthReadyData; answer: types.HealthReadyResponse };
    '/v1/customers/me': { request: types.MeGetData; answer: types.MeGetResponse };
    '/v1/customers/me/sessions': { request: types.MeSessionsData; answer: types.MeSessionsResponse };
    '/v1/customers/me/addresses': { request: types.AddressesListData; answer: types.AddressesListResponse };
    '/v1/customers/me/addresses/{id}': { request: types.AddressesGetData; answer: types.AddressesGetResponse };
    '/v1/admin/customers': { request: types.AdminCustomersListData; answer: types.AdminCustomersListResponse };
    '/v1/admin/customers/{id}': { request: types.AdminCustomersGetData; answer: types.AdminCustomersGetResponse };
    '/v1/admin/api-keys': { request: types.ApiKeysListData; answer: types.ApiKeysListResponse };
    '/v1/admin/roles': { request: types.RolesListData; answer: types.RolesListResponse };
    '/v1/admin/roles/{id}': { request: types.RolesGetData; answer: types.RolesGetResponse };
    '/v1/admin/staff': { request: types.StaffListData; answer: types.StaffListResponse };
    '/v1/admin/staff/{id}': { request: types.StaffGetData; answer: types.StaffGetResponse };
    '/v1/staff/me': { request: types.StaffMeGetData; answer: types.StaffMeGetResponse };
    '/v1/staff/me/sessions': { request: types.StaffMeSessionsData; answer: types.StaffMeSessionsResponse };
    '/v1/customers/me/mfa-factors': { request: types.CustomerFactorsListData; answer: types.CustomerFactorsListResponse };
    '/v1/staff/me/mfa-factors': { request: types.StaffFactorsListData; answer: types.StaffFactorsListResponse };
    '/v1/openid-connect/providers': { request: types.OpenIdConnectProvidersData; answer: types.OpenIdConnectProvidersResponse };
    '/v1/customers/me/external-identities': { request: types.ExternalIdentitiesListData; answer: types.ExternalIdentitiesListResponse };
    '/v1/customers/me/data-exports/{id}': { request: types.PrivacyExportData; answer: types.PrivacyExportResponse };
    '/v1/customers/me/data-exports/{id}/content': { request: types.PrivacyContentData; answer: types.PrivacyContentResponse };
    '/v1/admin/erasures/{id}': { request: types.ErasuresGetData; answer: types.ErasuresGetResponse };
    '/v1/ops/invariants': { request: types.OpsCheckData; answer: types.OpsCheckResponse };
    '/v1/ops/dead-letters': { request: types.DeadLettersListData; answer: types.DeadLettersListResponse };
    '/v1/admin/audit-entries': { request: types.AuditEntriesListData; answer: types.AuditEntriesListResponse };
    '/v1/products': { request: types.StorefrontListData; answer: types.StorefrontListResponse };
    '/v1/products/by-handle/{handle}': { request: types.StorefrontByHandleData; answer: types.StorefrontByHandleResponse };
    '/v1/products/{id}': { request: types.StorefrontGetData; answer: types.StorefrontGetResponse };
    '/v1/variants/{id}': { request: types.StorefrontVariantData; answer: types.StorefrontVariantResponse };
    '/v1/admin/products': { request: types.ProductsListData; answer: types.ProductsListResponse };
    '/v1/admin/products/{id}': { request: types.ProductsGetData; answer: types.ProductsGetResponse };
    '/v1/admin/variants/{id}': { request: types.VariantsGetData; answer: types.VariantsGetResponse };
    '/v1/admin/imports/{id}': { request: types.ImportsGetData; answer: types.ImportsGetResponse };
    '/v1/admin/imports/{id}/rows': { request: types.ImportsRowsData; answer: types.ImportsRowsResponse };
    '/v1/admin/jobs/{id}': { request: types.ImportsJobData; answer: types.ImportsJobResponse };
    '/v1/admin/stock-locations': { request: types.StockLocationsData; answer: types.StockLocationsResponse };
    '/v1/admin/stock-levels': { request: types.StockLevelsData; answer: types.StockLevelsResponse };
    '/v1/admin/stock-movements': { request: types.StockMovementsData; answer: types.StockMovementsResponse };
    '/v1/carts/{id}': { request: types.CartsGetData; answer: types.CartsGetResponse };
    '/v1/carts/current': { request: types.CustomerCartsCurrentData; answer: types.CustomerCartsCurrentResponse };
    '/v1/checkouts/{id}': { request: types.CheckoutsGetData; answer: types.CheckoutsGetResponse };
    '/v1/orders': { request: types.OrdersListData; answer: types.OrdersListResponse };
    '/v1/orders/{id}': { request: types.OrdersGetData; answer: types.OrdersGetResponse };
    '/v1/admin/orders': { request: types.AdminOrdersListData; answer: types.AdminOrdersListResponse };
    '/v1/admin/orders/{id}': { request: types.AdminOrdersGetData; answer: types.AdminOrdersGetResponse };
    '/v1/admin/orders/{id}/timeline': { request: types.AdminOrdersTimelineData; answer: types.AdminOrdersTimelineResponse };
    '/v1/admin/orders/{id}/pending-work': { request: types.AdminOrdersPendingData; answer: types.AdminOrdersPendingResponse };
    '/v1/admin/checkouts/{id}/pending-work': { request: types.AdminCheckoutsPendingData; answer: types.AdminCheckoutsPendingResponse };
    '/v1/admin/orders/{id}/refunds': { request: types.OrderRefundsListData; answer: types.OrderRefundsListResponse };
    '/v1/admin/payments': { request: types.PaymentsListData; answer: types.PaymentsListResponse };
    '/v1/admin/payments/{id}': { request: types.PaymentsGetData; answer: types.PaymentsGetResponse };
    '/v1/admin/ledger/accounts': { request: types.LedgerAccountsData; answer: types.LedgerAccountsResponse };
    '/v1/admin/ledger/accounts/{code}/transfers': { request: types.LedgerTransfersData; answer: types.LedgerTransfersResponse };
    '/v1/admin/ledger/journals': { request: types.LedgerJournalsData; answer: types.LedgerJournalsResponse };
    '/v1/admin/ledger/journals/{id}': { request: types.LedgerJournalData; answer: types.LedgerJournalResponse };
    '/v1/admin/settlement-reports': { request: types.SettlementReportsListData; answer: types.SettlementReportsListResponse };
    '/v1/admin/settlement-reports/{id}': { request: types.SettlementReportsGetData; answer: types.SettlementReportsGetResponse };
    '/v1/admin/settlement-reports/{id}/lines': { request: types.SettlementReportsLinesData; answer: types.SettlementReportsLinesResponse };
    '/v1/admin/settlement-reports/{id}/differences': { request: types.SettlementReportsDifferencesData; answer: types.SettlementReportsDifferencesResponse };
    '/v1/admin/gateway-balances': { request: types.GatewayBalancesListData; answer: types.GatewayBalancesListResponse };
    '/v1/admin/gateway-events': { request: types.GatewayEventsListData; answer: types.GatewayEventsListResponse };
    '/v1/admin/gateway-events/{id}': { request: types.GatewayEventsReadData; answer: types.GatewayEventsReadResponse };
    '/v1/admin/gateway-event-refusals': { request: types.GatewayEventsRefusalsData; answer: types.GatewayEventsRefusalsResponse };
    '/v1/customers/me/payment-methods': { request: types.PaymentMethodsListData; answer: types.PaymentMethodsListResponse };
    '/v1/customers/me/payment-methods/{id}': { request: types.PaymentMethodsGetData; answer: types.PaymentMethodsGetResponse };
  };
  post: {
    '/v1/sessions': { request: types.SessionsLogInData; answer: types.SessionsLogInResponse };
    '/v1/sessions/refreshes': { request: types.SessionsRefreshData; answer: types.SessionsRefreshResponse };
    '/v1/sessions/current/reauthentications': { request: types.SessionsReauthenticateData; answer: types.SessionsReauthenticateResponse };
    '/v1/customers': { request: types.CustomersRegisterData; answer: types.CustomersRegisterResponse };
    '/v1/email-verifications/{id}/confirmations': { request: types.CustomersConfirmData; answer: types.CustomersConfirmResponse };
    '/v1/password-resets': { request: types.PasswordResetsRequestData; answer: types.PasswordResetsRequestResponse };
    '/v1/password-resets/{id}/confirmations': { request: types.PasswordResetsConfirmData; answer: types.PasswordResetsConfirmResponse };
    '/v1/email-changes/{id}/confirmations': { request: types.EmailChangesConfirmData; answer: types.EmailChangesConfirmResponse };
    '/v1/customers/me/password-changes': { request: types.MeChangePasswordData; answer: types.MeChangePasswordResponse };
    '/v1/customers/me/email-changes': { request: types.MeChangeEmailData; answer: types.MeChangeEmailResponse };
    '/v1/customers/me/addresses': { request: types.AddressesAddData; answer: types.AddressesAddResponse };
    '/v1/admin/customers/{id}/disablements': { request: types.AdminCustomersDisableData; answer: types.AdminCustomersDisableResponse };
    '/v1/admin/customers/{id}/enablements': { request: types.AdminCustomersEnableData; answer: types.AdminCustomersEnableResponse };
    '/v1/admin/api-keys': { request: types.ApiKeysCreateData; answer: types.ApiKeysCreateResponse };
    '/v1/admin/api-keys/{id}/rotations': { request: types.ApiKeysRotateData; answer: types.ApiKeysRotateResponse };
    '/v1/admin/roles': { request: types.RolesDefineData; answer: types.RolesDefineResponse };
    '/v1/admin/staff': { request: types.StaffInviteData; answer: types.StaffInviteResponse };
    '/v1/admin/staff/{id}/invitations': { request: types.StaffInviteAgainData; answer: types.StaffInviteAgainResponse };
    '/v1/staff-invitations/{id}/confirmations': { request: types.StaffMeAcceptData; answer: types.StaffMeAcceptResponse };
    '/v1/staff/me/password-changes': { request: types.StaffMeChangePasswordData; answer: types.StaffMeChangePasswordResponse };
    '/v1/customers/me/mfa-factors': { request: types.CustomerFactorsBeginData; answer: types.CustomerFactorsBeginResponse };
    '/v1/customers/me/mfa-factors/{id}/confirmations': { request: types.CustomerFactorsConfirmData; answer: types.CustomerFactorsConfirmResponse };
    '/v1/staff/me/mfa-factors': { request: types.StaffFactorsBeginData; answer: types.StaffFactorsBeginResponse };
    '/v1/staff/me/mfa-factors/{id}/confirmations': { request: types.StaffFactorsConfirmData; answer: types.StaffFactorsConfirmResponse };
    '/v1/mfa-challenges/{id}/verifications': { request: types.MfaChallengesVerifyData; answer: types.MfaChallengesVerifyResponse };
    '/v1/openid-connect/authorizations': { request: types.OpenIdConnectBeginData; answer: types.OpenIdConnectBeginResponse };
    '/v1/openid-connect/authorizations/{id}/completions': { request: types.OpenIdConnectCompleteData; answer: types.OpenIdConnectCompleteResponse };
    '/v1/customers/me/data-exports': { request: types.PrivacyRequestExportData; answer: types.PrivacyRequestExportResponse };
    '/v1/customers/me/erasure-requests': { request: types.PrivacyEraseData; answer: types.PrivacyEraseResponse };
    '/v1/admin/customers/{id}/erasures': { request: types.ErasuresEraseData; answer: types.ErasuresEraseResponse };
    '/v1/ops/dead-letters/{letter}/retries': { request: types.DeadLettersRetryData; answer: types.DeadLettersRetryResponse };
    '/v1/admin/products': { request: types.ProductsCreateData; answer: types.ProductsCreateResponse };
    '/v1/admin/products/{id}/variants': { request: types.ProductsAddVariantData; answer: types.ProductsAddVariantResponse };
    '/v1/admin/imports': { request: types.ImportsCreateData; answer: types.ImportsCreateResponse };
    '/v1/admin/stock-locations': { request: types.StockCreateLocationData; answer: types.StockCreateLocationResponse };
    '/v1/admin/stock-adjustments': { request: types.StockAdjustData; answer: types.StockAdjustResponse };
    '/v1/carts': { request: types.CartsOpenData; answer: types.CartsOpenResponse };
    '/v1/carts/{id}/lines': { request: types.CartsAddData; answer: types.CartsAddResponse };
    '/v1/carts/{id}/claims': { request: types.CustomerCartsClaimData; answer: types.CustomerCartsClaimResponse };
    '/v1/checkouts': { request: types.CheckoutsOpenData; answer: types.CheckoutsOpenResponse };
    '/v1/checkouts/{id}/payments': { request: types.CheckoutsPayData; answer: types.CheckoutsPayResponse };
    '/v1/checkouts/{id}/returns': { request: types.CheckoutsReturnedData; answer: types.CheckoutsReturnedResponse };
    '/v1/admin/orders/{id}/refunds': { request: types.OrderRefundsRefundData; answer: types.OrderRefundsRefundResponse };
    '/v1/admin/payments/{id}/captures': { request: types.PaymentsCaptureData; answer: types.PaymentsCaptureResponse };
    '/v1/admin/payments/{id}/voids': { request: types.PaymentsVoidData; answer: types.PaymentsVoidResponse };
    '/v1/admin/payments/{id}/refunds': { request: types.PaymentsRefundData; answer: types.PaymentsRefundResponse };
    '/v1/admin/payments/{id}/syncs': { request: types.PaymentsSyncData; answer: types.PaymentsSyncResponse };
    '/v1/admin/operations/{id}/resolutions': { request: types.OperationsResolveData; answer: types.OperationsResolveResponse };
    '/v1/admin/ledger/journals/{id}/reversals': { request: types.LedgerReverseData; answer: types.LedgerReverseResponse };
    '/v1/admin/settlement-reports': { request: types.SettlementReportsCreateData; answer: types.SettlementReportsCreateResponse };
    '/v1/admin/settlement-reports/{id}/differences/{difference}/corrections': { request: types.SettlementReportsCorrectData; answer: types.SettlementReportsCorrectResponse };
    '/v1/admin/gateway-balances/syncs': { request: types.GatewayBalancesSyncData; answer: types.GatewayBalancesSyncResponse };
    '/v1/gateway-webhooks/{gateway}': { request: types.GatewayWebhooksReceiveData; answer: types.GatewayWebhooksReceiveResponse };
    '/v1/admin/gateway-events/{id}/replays': { request: types.GatewayEventsReplayData; answer: types.GatewayEventsReplayResponse };
    '/v1/customers/me/payment-methods': { request: types.PaymentMethodsSetUpData; answer: types.PaymentMethodsSetUpResponse };
    '/v1/customers/me/payment-methods/{id}/returns': { request: types.PaymentMethodsReturnedData; answer: types.PaymentMethodsReturnedResponse };
  };
  put: {
    '/v1/customers/me/addresses/{id}': { request: types.AddressesReplaceData; answer: types.AddressesReplaceResponse };
    '/v1/admin/variants/{id}/prices': { request: types.VariantsSetPricesData; answer: types.VariantsSetPricesResponse };
  };
  patch: {
    '/v1/customers/me': { request: types.MeDescribeData; answer: types.MeDescribeResponse };
    '/v1/admin/roles/{id}': { request: types.RolesChangeData; answer: types.RolesChangeResponse };
    '/v1/admin/staff/{id}': { request: types.StaffChangeData; answer: types.StaffChangeResponse };
    '/v1/admin/products/{id}': { request: types.ProductsUpdateData; answer: types.ProductsUpdateResponse };
    '/v1/admin/variants/{id}': { request: types.VariantsUpdateData; answer: types.VariantsUpdateResponse };
    '/v1/carts/{id}': { request: types.CartsDescribeData; answer: types.CartsDescribeResponse };
    '/v1/carts/{id}/lines/{line_id}': { request: types.CartsSetQuantityData; answer: types.CartsSetQuantityResponse };
    '/v1/customers/me/payment-methods/{id}': { request: types.PaymentMethodsChangeData; answer: types.PaymentMethodsChangeResponse };
  };
  delete: {
    '/v1/sessions/current': { request: types.SessionsLogOutData; answer: types.SessionsLogOutResponse };
    '/v1/customers/me/sessions/{id}': { request: types.MeEndSessionData; answer: types.MeEndSessionResponse };
    '/v1/customers/me/addresses/{id}': { request: types.AddressesRemoveData; answer: types.AddressesRemoveResponse };
    '/v1/admin/api-keys/{id}': { request: types.ApiKeysRevokeData; answer: types.ApiKeysRevokeResponse };
    '/v1/admin/roles/{id}': { request: types.RolesRemoveData; answer: types.RolesRemoveResponse };
    '/v1/admin/staff/{id}/mfa-factors': { request: types.StaffResetFactorsData; answer: types.StaffResetFactorsResponse };
    '/v1/staff/me/sessions/{id}': { request: types.StaffMeEndSessionData; answer: types.StaffMeEndSessionResponse };
    '/v1/customers/me/mfa-factors/{id}': { request: types.CustomerFactorsRemoveData; answer: types.CustomerFactorsRemoveResponse };
    '/v1/staff/me/mfa-factors/{id}': { request: types.StaffFactorsRemoveData; answer: types.StaffFactorsRemoveResponse };
    '/v1/customers/me/external-identities/{id}': { request: types.ExternalIdentitiesRemoveData; answer: types.ExternalIdentitiesRemoveResponse };
    '/v1/ops/dead-letters/{letter}': { request: types.DeadLettersDiscardData; answer: types.DeadLettersDiscardResponse };
    '/v1/admin/products/{id}': { request: types.ProductsArchiveData; answer: types.ProductsArchiveResponse };
    '/v1/carts/{id}/lines/{line_id}': { request: types.CartsRemoveData; answer: types.CartsRemoveResponse };
    '/v1/checkouts/{id}': { request: types.CheckoutsCancelData; answer: types.CheckoutsCancelResponse };
    '/v1/customers/me/payment-methods/{id}': { request: types.PaymentMethodsRemoveData; answer: types.PaymentMethodsRemoveResponse };
  };
}

/** The operations that take an Idempotency-Key: with the same key again, they are carried out once. */
export const KEYED: ReadonlySet<string> = new Set([
  'post /v1/admin/customers/{id}/disablements',
  'post /v1/admin/customers/{id}/enablements',
  'post /v1/admin/api-keys',
  'post /v1/admin/api-keys/{id}/rotations',
  'post /v1/admin/roles',
  'post /v1/admin/staff',
  'post /v1/admin/staff/{id}/invitations',
  'post /v1/admin/customers/{id}/erasures',
  'post /v1/ops/dead-letters/{letter}/retries',
  'post /v1/admin/products',
  'post /v1/admin/products/{id}/variants',
  'post /v1/admin/imports',
  'post /v1/admin/stock-locations',
  'post /v1/admin/stock-adjustments',
  'post /v1/carts',
  'post /v1/carts/{id}/lines',
  'post /v1/carts/{id}/claims',
  'post /v1/checkouts',
  'post /v1/checkouts/{id}/payments',
  'post /v1/admin/orders/{id}/refunds',
  'post /v1/admin/payments/{id}/captures',
  'post /v1/admin/payments/{id}/voids',
  'post /v1/admin/payments/{id}/refunds',
  'post /v1/admin/ledger/journals/{id}/reversals',
  'post /v1/admin/settlement-reports',
  'post /v1/admin/settlement-reports/{id}/differences/{difference}/corrections',
  'post /v1/admin/gateway-events/{id}/replays',
  'post /v1/customers/me/payment-methods',
]);

/** The code of every problem that some operation names. */
export type ProblemCode =
  | 'address-book-full'
  | 'address-not-found'
  | 'api-key-expiry-in-the-past'
  | 'api-key-not-active'
  | 'api-key-not-found'
  | 'card-data-not-accepted'
  | 'cart-changed'
  | 'cart-exists'
  | 'cart-full'
  | 'cart-incomplete'
  | 'cart-not-open'
  | 'checkout-currency-mismatch'
  | 'checkout-not-open'
  | 'currencies-differ'
  | 'customer-erased'
  | 'customer-not-found'
  | 'customers-only'
  | 'data-export-not-ready'
  | 'difference-settled'
  | 'external-identity-not-found'
  | 'forbidden'
  | 'gateway-reference-needed'
  | 'handle-taken'
  | 'idempotency-key-invalid'
  | 'idempotency-key-required'
  | 'idempotency-key-reused'
  | 'import-not-found'
  | 'insufficient-stock'
  | 'invalid-credentials'
  | 'invalid-mfa-code'
  | 'invalid-product'
  | 'invalid-refresh-token'
  | 'invalid-request'
  | 'invalid-token'
  | 'journal-not-found'
  | 'journal-reversed'
  | 'last-owner'
  | 'last-way-in'
  | 'ledger-account-not-found'
  | 'ledger-floor'
  | 'line-not-refundable'
  | 'login-busy'
  | 'malformed-json'
  | 'mfa-challenge-over'
  | 'mfa-code-missing'
  | 'mfa-enrollment-required'
  | 'mfa-factor-not-found'
  | 'mfa-required'
  | 'no-payment-route'
  | 'not-found'
  | 'nothing-to-refund'
  | 'openid-connect-answer-invalid'
  | 'openid-connect-email-unverified'
  | 'openid-connect-identity-conflict'
  | 'openid-connect-not-configured'
  | 'openid-connect-redirect-uri-unknown'
  | 'openid-connect-refused'
  | 'openid-provider-unavailable'
  | 'operation-needs-no-human'
  | 'overloaded'
  | 'own-rights'
  | 'partial-operation-not-possible'
  | 'password-too-common'
  | 'password-too-long'
  | 'password-too-short'
  | 'payment-action-not-allowed'
  | 'payment-amount-beyond-bounds'
  | 'payment-beyond-total'
  | 'payment-currency-mismatch'
  | 'payment-declined'
  | 'payment-gateway-unavailable'
  | 'payment-in-progress'
  | 'payment-method-not-active'
  | 'payment-method-not-found'
  | 'payment-method-not-usable'
  | 'payment-methods-full'
  | 'payment-methods-not-kept'
  | 'people-only'
  | 'precondition-failed'
  | 'precondition-required'
  | 'price-changed'
  | 'product-not-found'
  | 'quantity-too-large'
  | 'reauthentication-required'
  | 'refund-beyond-payments'
  | 'request-in-progress'
  | 'role-built-in'
  | 'role-in-use'
  | 'role-name-taken'
  | 'role-not-found'
  | 'scope-not-held'
  | 'session-not-found'
  | 'settlement-report-not-found'
  | 'sku-taken'
  | 'staff-email-taken'
  | 'staff-not-found'
  | 'staff-not-invited'
  | 'staff-only'
  | 'stock-below-reserved'
  | 'stock-changed'
  | 'stock-level-named-twice'
  | 'stock-location-code-taken'
  | 'stock-too-large'
  | 'temporarily-unavailable'
  | 'too-many-mfa-factors'
  | 'too-many-requests'
  | 'unauthenticated'
  | 'unknown-payment-gateway'
  | 'unknown-stock-location'
  | 'unknown-variant'
  | 'variant-unavailable'
  | 'webhook-refused'
  | 'wrong-password';
