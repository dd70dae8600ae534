/** Tables that have more rows with every order, product, shopper, request or event: none of them may be read from end to end. */
export const GROWING: Readonly<Record<string, string>> = {
  'catalog.products': 'with the range', 'catalog.variants': 'with the range', 'catalog.prices': 'with the range',
  'catalog.product_views': 'with the range', 'catalog.product_prices': 'with the range', 'catalog.import_faults': 'with every faulty line of a file',
  'identity.customers': 'with every account', 'identity.customer_addresses': 'with every account', 'identity.registrations': 'with every wish for an account',
  'identity.password_resets': 'with every wish for a new password', 'identity.password_changes': 'with every new password', 'identity.email_changes': 'with every new address',
  'identity.sessions': 'with every login', 'identity.refresh_tokens': 'with every login', 'identity.mfa_factors': 'with every account', 'identity.mfa_challenges': 'with every login',
  'identity.recovery_codes': 'with every account', 'identity.external_identities': 'with every account', 'identity.openid_authorizations': 'with every login',
  'identity.data_exports': 'with every account', 'identity.erasures': 'with every account',
  'inventory.levels': 'with the range', 'inventory.holds': 'with every checkout', 'inventory.movements': 'with every checkout and delivery',
  'notifications.emails': 'with every order',
  'ordering.carts': 'with every shopper', 'ordering.checkouts': 'with every checkout', 'ordering.orders': 'with every order', 'ordering.order_lines': 'with every order',
  'ordering.refunds': 'with every refund', 'ordering.refund_lines': 'with every refund', 'ordering.refund_operations': 'with every refund',
  'payments.payments': 'with every checkout', 'payments.operations': 'with every checkout', 'payments.resolutions': 'with every operation that a person decides',
  'payments.gateway_events': 'with every payment', 'payments.disputes': 'with every dispute', 'payments.payment_methods': 'with every account', 'payments.payers': 'with every account',
  'payments.ledger_accounts': 'with every order', 'payments.ledger_orders': 'with every order', 'payments.ledger_journals': 'with every payment', 'payments.ledger_transfers': 'with every payment',
  'payments.settlement_lines': 'with every payment', 'payments.settlement_staged': 'with every payment of a report', 'payments.settlement_differences': 'with every difference of a report',
  'platform.outbox': 'with every change', 'platform.inbox': 'with every change, for 30 days', 'platform.idempotency_keys': 'with every write, for 8 days',
  'platform.rate_limits': 'with every address that asks', 'platform.audit_entries': 'with everything that staff does', 'platform.dead_deliveries': 'with every event that nobody could take',
};

/** Tables that stay small, however much is sold: reading them whole is cheaper than an index. */
export const SMALL: Readonly<Record<string, string>> = {
  'catalog.imports': 'one row for each file that staff uploads', 'catalog.import_chunks': 'the file that is being read',
  'identity.api_keys': 'made by staff, one by one', 'identity.api_key_secrets': 'two for each key at most', 'identity.roles': 'made by staff, one by one',
  'identity.staff': 'people who work there', 'identity.staff_invitations': 'people who work there', 'identity.signing_keys': 'a new one every few weeks',
  'inventory.locations': 'houses',
  'notifications.test_mailbox': 'only where there is no mail server',
  'payments.gateway_balances': 'one row a day for each gateway and currency', 'payments.gateway_event_refusals': 'one row a day for each gateway and reason',
  'payments.ledger_checkpoints': 'one row a day for each account that orders share', 'payments.settlement_reports': 'a few files a day', 'payments.settlement_imports': 'a few files a day',
  'payments.settlement_chunks': 'the file that is being read',
  'platform.jobs': 'one row for each file that staff uploads', 'platform.migrations': 'one row for each change of the schema', 'platform.subscriptions': 'one row for each kind of event and who hears it',
};

/** Indexes of a part that stays small: they may be read whole. */
export const SMALL_INDEXES: Readonly<Record<string, string>> = {
  outbox_unpublished: 'what was not published yet', idempotency_keys_in_progress: 'what is under way',
  one_live_checkout: 'what is under way', checkouts_expiring: 'what is under way', holds_live: 'what is under way',
  operations_undecided: 'what is under way', operations_for_people: 'what waits for a person', payment_methods_due: 'what is under way',
  gateway_events_due: 'what is under way', gateway_events_failed: 'what waits for a person', emails_open: 'what is under way',
  ledger_accounts_shared: 'accounts that no order has to itself', ledger_accounts_held: 'orders whose money is not earned or given back yet', disputes_open: 'what is under way',
  one_open_difference: 'what waits for a person', one_factor_in_the_making: 'what is under way', data_exports_pending: 'what is under way', emails_with_recipient: 'mails of the last 30 days',
  one_undecided_payment: 'what is under way', imports_open: 'what is under way', settlement_imports_open: 'what is under way',
};
