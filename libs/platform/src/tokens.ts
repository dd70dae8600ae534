/** Values (not classes) that are injected. */
export const LOGGER = Symbol('Logger');
export const BULL = Symbol('BullBackend');
export const PLATFORM_SETTINGS = Symbol('PlatformSettings');
