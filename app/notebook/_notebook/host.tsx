/** A host in full: no part of its name is left out, as the last is the one that counts. */
export function Host({ origin }: { readonly origin: string }) {
  return <bdi className="font-mono font-medium break-all">{origin.replace(/^https:\/\//, "")}</bdi>;
}
