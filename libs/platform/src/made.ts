import type { FactoryProvider } from '@nestjs/common';

type Token<T> = abstract new (...args: never[]) => T;

/**
 * Provides a class of an application layer, which knows nothing of Nest, with what its constructor asks for: `made(Inviter, UnitOfWork,
 * StaffMembers)`. The compiler holds the list against the constructor.
 */
export const made = <T, Asked extends readonly unknown[]>(type: new (...asked: Asked) => T, ...inject: { [K in keyof Asked]: Token<Asked[K]> }): FactoryProvider<T> => ({
  provide: type,
  inject: inject as Token<unknown>[],
  useFactory: (...given) => new type(...(given as unknown as Asked)),
});
