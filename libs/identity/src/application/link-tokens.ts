/**
 * Tokens of links in mails. They are made from the id of what they belong to and the secret of the installation, so that the mail
 * can be written, and written again, although only the hash is kept.
 */
export abstract class LinkTokens {
  abstract of(id: string): string;

  abstract hashOf(id: string): Buffer;

  /** The hash of a token that somebody shows. */
  abstract hash(token: string): Buffer;
}
