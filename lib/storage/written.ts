/** What came of a conditional write: the record as it is stored now, or the one that was there instead. */
export type Written<R> =
  | { readonly written: true; readonly record: R }
  /** `current` is undefined where the record was removed, or never was. */
  | { readonly written: false; readonly current: R | undefined };
