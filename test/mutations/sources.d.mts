/** Teaches Node to load the TypeScript of the working directory. */
export function loadSources(): void;
/** From now on every source is loaded, and run, once more; some of them, by their path, with another text. */
export function reload(replaced?: Readonly<Record<string, string>>): void;
