/** A built file: its path, the start of its content's hash, by which pages name it, and the whole hash. */
export type BuiltFile = readonly [path: string, content: string, integrity: string];

/** What a version of the app consists of. */
export interface Version {
  readonly name: string;
  /** Paths of pages, whose text a host may change a little: they are known by the version that they name. */
  readonly pages: readonly string[];
  /** Files that are kept from the start. */
  readonly files: readonly BuiltFile[];
  /** Large ones, which are kept once they were needed. */
  readonly later: readonly BuiltFile[];
}

/** The lock that each open page of a version holds. */
export function versionLock(name: string): string {
  return `runnel:version:${name}`;
}
