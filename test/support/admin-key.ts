/** The administrator's key of every shop that a test opens. */
export const ADMIN_KEY = `sk_${'t'.repeat(43)}`;
