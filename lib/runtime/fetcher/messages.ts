/** What a fetching worker is asked for: a file of so many bytes at most. */
export interface FetchRequest {
  readonly url: string;
  readonly mostBytes: number;
}

/** The bytes of a file, or what kept them: `status` is an answer other than a file, `failed` none at all. */
export type FetchAnswer =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "too-large" }
  | { readonly kind: "failed" };
