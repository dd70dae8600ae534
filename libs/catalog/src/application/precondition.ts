/** Throws when the version found is not the one that the caller has seen. */
export type Precondition = (version: number) => void;

export const ANY_VERSION: Precondition = () => undefined;
