import type { Provider } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Idempotency, UnitOfWork } from '@holdfast/kernel';
import { made } from '@holdfast/platform';
import { PostgresSavedMethods } from './adapters/persistence/saved-methods/postgres-saved-methods.js';
import { GetSavedMethodHandler, ListSavedMethodsHandler } from './adapters/persistence/saved-methods/saved-method-queries.handlers.js';
import { SavedMethodsPersonalData } from './adapters/persistence/saved-methods/personal-data.js';
import { ApplyVaultFactHandler } from './application/saved-methods/apply-vault-fact.js';
import { BeginSetupHandler } from './application/saved-methods/begin-setup.js';
import { MethodKeeper } from './application/saved-methods/method-keeper.js';
import { PreferPaymentMethodHandler } from './application/saved-methods/prefer-payment-method.js';
import { RemovePaymentMethodHandler } from './application/saved-methods/remove-payment-method.js';
import { SetupCounter } from './application/saved-methods/setup-counter.js';
import { PaymentGateways } from './domain/payment-gateway.js';
import { SavedMethods } from './domain/saved-methods.js';

/** Means of payment that gateways keep for customers. */
export const SAVED_METHODS_PROVIDERS: Provider[] = [
  { provide: SavedMethods, useClass: PostgresSavedMethods },
  made(MethodKeeper, UnitOfWork, PaymentGateways, SavedMethods, CommandBus),
  made(SetupCounter, UnitOfWork, Idempotency, MethodKeeper, CommandBus, QueryBus),
  SavedMethodsPersonalData, ApplyVaultFactHandler, BeginSetupHandler, RemovePaymentMethodHandler, PreferPaymentMethodHandler, ListSavedMethodsHandler, GetSavedMethodHandler,
];
