import { type DynamicModule, Global, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { LoginListeners } from '@holdfast/identity';
import { Inventory } from '@holdfast/inventory';
import { Idempotency, UnitOfWork } from '@holdfast/kernel';
import { made } from '@holdfast/platform';
import { PaymentListeners, Payments } from '@holdfast/payments';
import { CartsController } from './adapters/http/carts.controller.js';
import { HttpCheckoutAnswers } from './adapters/http/checkout-answers.adapter.js';
import { CheckoutsController } from './adapters/http/checkouts.controller.js';
import { OrderRefundsController } from './adapters/http/order-refunds.controller.js';
import { AdminCheckoutsController, AdminOrdersController, OrdersController } from './adapters/http/orders.controller.js';
import { CustomerCartsController } from './adapters/http/customer-carts.controller.js';
import { ExpireCheckoutsProcessor } from './adapters/jobs/expire-checkouts.processor.js';
import { ForgetAbandonedCartsProcessor } from './adapters/jobs/forget-abandoned-carts.processor.js';
import { ClaimAtLogin } from './adapters/login/claim-at-login.js';
import { CheckoutFigures } from './adapters/persistence/checkout-figures.js';
import { GetCartHandler, GetCurrentCartHandler } from './adapters/persistence/get-cart.handler.js';
import { GetOrderTimelineHandler } from './adapters/persistence/get-order-timeline.handler.js';
import { GetPendingWorkHandler } from './adapters/persistence/get-pending-work.handler.js';
import { GetCheckoutHandler, GetOrderHandler, ListOrdersHandler, ListOwnOrdersHandler } from './adapters/persistence/order-queries.handlers.js';
import { OrderingPersonalData } from './adapters/persistence/personal-data.js';
import { PostgresAbandonedCarts } from './adapters/persistence/postgres-abandoned-carts.js';
import { PostgresCarts } from './adapters/persistence/postgres-carts.js';
import { PostgresCheckouts } from './adapters/persistence/postgres-checkouts.js';
import { PostgresOrderRefunds } from './adapters/persistence/postgres-order-refunds.js';
import { PostgresOrders } from './adapters/persistence/postgres-orders.js';
import { GetOrderRefundHandler, ListOrderRefundsHandler } from './adapters/persistence/refund-queries.handlers.js';
import { ChangeCartHandler } from './application/cart-commands.js';
import { CartOpener } from './application/cart-opener.js';
import { CheckoutAnswers } from './application/checkout-answers.js';
import { ClaimCartHandler } from './application/claim-cart.js';
import { CheckoutCommitter } from './application/checkout-committer.js';
import { CancelCheckoutHandler, ExpireCheckoutsHandler } from './application/end-checkouts.js';
import { OpenCartsHandler } from './application/open-carts.js';
import { ForgetAbandonedCartsHandler } from './application/forget-abandoned-carts.js';
import { OpenCheckoutsHandler } from './application/open-checkouts.js';
import { OrderPlacement } from './application/order-placement.js';
import { PayCheckoutHandler } from './application/pay-checkout.js';
import { RefundCounter } from './application/refund-counter.js';
import { RefundBook, RefundOrderHandler } from './application/refund-order.js';
import { AbandonedCarts } from './domain/abandoned-carts.js';
import { BasketPricer, LinePricer } from './domain/basket-pricer.js';
import { Carts } from './domain/carts.js';
import { Checkouts } from './domain/checkouts.js';
import { OrderRefunds } from './domain/order-refunds.js';
import { ORDERING_SETTINGS, type OrderingSettings } from './ordering-settings.js';
import { Orders } from './orders.js';

/**
 * Orders are placed in the transaction that learns of the payment, in every process that may learn of one; carts are claimed in the one
 * that opens a session.
 */
@Injectable()
class SignOn implements OnModuleInit {
  constructor(
    private readonly payments: PaymentListeners,
    private readonly placement: OrderPlacement,
    private readonly refunds: RefundBook,
    private readonly logins: LoginListeners,
    private readonly claims: ClaimAtLogin,
  ) {}

  onModuleInit(): void {
    this.payments.add(this.placement);
    this.payments.add(this.refunds);
    this.logins.add(this.claims);
  }
}

@Global()
@Module({})
export class OrderingModule {
  static forRoot(settings: OrderingSettings): DynamicModule {
    return {
      module: OrderingModule,
      providers: [
        { provide: ORDERING_SETTINGS, useValue: settings },
        { provide: BasketPricer, useClass: LinePricer },
        { provide: Carts, useClass: PostgresCarts },
        { provide: Checkouts, useClass: PostgresCheckouts },
        { provide: CheckoutAnswers, useClass: HttpCheckoutAnswers },
        { provide: Orders, useClass: PostgresOrders },
        made(OrderPlacement, UnitOfWork, Checkouts, Inventory, Payments, Idempotency, CheckoutAnswers),
        { provide: OrderRefunds, useClass: PostgresOrderRefunds },
        made(RefundBook, OrderRefunds),
        made(RefundCounter, UnitOfWork, Idempotency, Payments, CommandBus, QueryBus),
        RefundOrderHandler, GetOrderRefundHandler, ListOrderRefundsHandler,
        { provide: AbandonedCarts, useClass: PostgresAbandonedCarts },
        OrderingPersonalData, ForgetAbandonedCartsHandler,
        {
          provide: CheckoutCommitter,
          inject: [UnitOfWork, Payments, OrderPlacement, Checkouts, CheckoutAnswers, Idempotency, CommandBus],
          useFactory: (work: UnitOfWork, payments: Payments, placement: OrderPlacement, checkouts: Checkouts, answers: CheckoutAnswers, idempotency: Idempotency, commands: CommandBus) =>
            new CheckoutCommitter(work, payments, placement, checkouts, answers, idempotency, commands, settings.checkoutTtlSeconds),
        },
        { provide: CartOpener, inject: [CommandBus], useFactory: (commands: CommandBus) => new CartOpener(commands) },
        ClaimAtLogin, SignOn,
        OpenCartsHandler, ChangeCartHandler, ClaimCartHandler, OpenCheckoutsHandler, PayCheckoutHandler, CancelCheckoutHandler, ExpireCheckoutsHandler,
        GetCartHandler, GetCurrentCartHandler, GetCheckoutHandler, GetOrderHandler, ListOrdersHandler, ListOwnOrdersHandler, GetOrderTimelineHandler, GetPendingWorkHandler,
      ],
      exports: [Orders, RefundCounter, CartOpener, CheckoutCommitter, ORDERING_SETTINGS],
    };
  }
}

@Module({ controllers: [CartsController, CustomerCartsController, CheckoutsController, OrdersController, AdminOrdersController, AdminCheckoutsController, OrderRefundsController] })
export class OrderingHttpModule {}

@Module({ providers: [CheckoutFigures, ExpireCheckoutsProcessor, ForgetAbandonedCartsProcessor] })
export class OrderingJobsModule {}
