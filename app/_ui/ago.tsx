"use client";

import { useEffect, useState } from "react";
import { agoText } from "./time";

/** How long ago something was; counts on while it is shown. */
export function Ago({ at }: { readonly at: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return <time dateTime={new Date(at).toISOString()}>{agoText(at, now)}</time>;
}
