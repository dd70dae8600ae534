/** For every answer. Pages that need more say so themselves. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-site',
  'strict-transport-security': 'max-age=31536000',
};

const API_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** Swagger UI brings its scripts along, sets styles as it goes, and tries requests against its own origin. */
const DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const DOCS = /^\/docs(\/|\?|$)/;

/** The content security policy of an address that has none of its own. */
export const contentPolicy = (url: string): string => (DOCS.test(url) ? DOCS_POLICY : API_POLICY);
