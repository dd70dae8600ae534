import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of the checkout, from the sources as well as from a build of them. */
export const ROOT = upTo('package-lock.json', import.meta.dirname);

function upTo(mark: string, folder: string): string {
  if (existsSync(join(folder, mark))) return folder;
  if (dirname(folder) === folder) throw new Error('This file is in no checkout');
  return upTo(mark, dirname(folder));
}
