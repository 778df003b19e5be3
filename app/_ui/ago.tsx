"use client";

import { agoText } from "./time";
import { useNow } from "./use-now";

/** How long ago something was; counts on while it is shown. */
export function Ago({ at }: { readonly at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{agoText(at, useNow(30_000))}</time>;
}
