import type { Provider } from '@nestjs/common';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { made } from '@holdfast/platform';
import { AccountLetters } from './account-letters.js';
import { DerivedLinkTokens } from './adapters/crypto/derived-link-tokens.js';
import { AddressesController } from './adapters/http/addresses.controller.js';
import { AdminCustomersController } from './adapters/http/admin-customers.controller.js';
import { CustomersController } from './adapters/http/customers.controller.js';
import { EmailChangesController } from './adapters/http/email-changes.controller.js';
import { MeController } from './adapters/http/me.controller.js';
import { PasswordResetsController } from './adapters/http/password-resets.controller.js';
import { GetAddressHandler, ListAddressesHandler } from './adapters/persistence/address-views.handlers.js';
import { ListCustomersHandler, ViewCustomerHandler } from './adapters/persistence/customer-views.handlers.js';
import { PostgresAccountLetters } from './adapters/persistence/postgres-account-letters.js';
import { PostgresAccountRecords } from './adapters/persistence/postgres-account-records.js';
import { PostgresAddressBooks } from './adapters/persistence/postgres-address-books.js';
import { PostgresCustomers } from './adapters/persistence/postgres-customers.js';
import { PostgresEmailChanges } from './adapters/persistence/postgres-email-changes.js';
import { PostgresPasswordChanges, PostgresPasswordResets } from './adapters/persistence/postgres-password-resets.js';
import { PostgresRegistrations } from './adapters/persistence/postgres-registrations.js';
import { AddAddressHandler } from './application/add-address.js';
import { ChangePasswordHandler } from './application/change-password.js';
import { AccountRecords, ClearAccountsHandler } from './application/clear-accounts.js';
import { ConfirmEmailChangeHandler } from './application/confirm-email-change.js';
import { ConfirmPasswordResetHandler } from './application/confirm-password-reset.js';
import { ConfirmRegistrationHandler } from './application/confirm-registration.js';
import { DescribeCustomerHandler } from './application/describe-customer.js';
import { DisableCustomerHandler } from './application/disable-customer.js';
import { EnableCustomerHandler } from './application/enable-customer.js';
import { GetCustomerHandler } from './application/get-customer.js';
import { LinkTokens } from './application/link-tokens.js';
import { PasswordReplacer } from './application/password-replacer.js';
import { RegisterCustomerHandler } from './application/register-customer.js';
import { RemoveAddressHandler } from './application/remove-address.js';
import { ReplaceAddressHandler } from './application/replace-address.js';
import { RequestEmailChangeHandler } from './application/request-email-change.js';
import { RequestPasswordResetHandler } from './application/request-password-reset.js';
import { AddressBooks } from './domain/address-book.js';
import { Customers } from './domain/customer.js';
import { EmailChanges } from './domain/email-change.js';
import { PasswordChanges } from './domain/password-change.js';
import { PasswordResets } from './domain/password-reset.js';
import { Registrations } from './domain/registration.js';
import { Sessions } from './domain/sessions.js';

/** Accounts of customers: registration, passwords, addresses, and how staff sees them. */
export const ACCOUNTS_PROVIDERS: Provider[] = [
  { provide: Customers, useClass: PostgresCustomers },
  { provide: Registrations, useClass: PostgresRegistrations },
  { provide: PasswordResets, useClass: PostgresPasswordResets },
  { provide: PasswordChanges, useClass: PostgresPasswordChanges },
  { provide: EmailChanges, useClass: PostgresEmailChanges },
  { provide: AddressBooks, useClass: PostgresAddressBooks },
  { provide: AccountRecords, useClass: PostgresAccountRecords },
  { provide: AccountLetters, useClass: PostgresAccountLetters },
  { provide: LinkTokens, useClass: DerivedLinkTokens },
  made(PasswordReplacer, UnitOfWork, Customers, PasswordChanges, Sessions, SecurityLog),
  RegisterCustomerHandler, ConfirmRegistrationHandler, GetCustomerHandler, DescribeCustomerHandler,
  RequestPasswordResetHandler, ConfirmPasswordResetHandler, ChangePasswordHandler, RequestEmailChangeHandler, ConfirmEmailChangeHandler,
  AddAddressHandler, ReplaceAddressHandler, RemoveAddressHandler, ListAddressesHandler, GetAddressHandler,
  ListCustomersHandler, ViewCustomerHandler, DisableCustomerHandler, EnableCustomerHandler, ClearAccountsHandler,
];

export const ACCOUNTS_CONTROLLERS = [CustomersController, PasswordResetsController, EmailChangesController, MeController, AddressesController, AdminCustomersController];
