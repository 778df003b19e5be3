import { useEffect, useState } from "react";

/** Milliseconds for which it is said how a copying went. */
const shown = 2000;

interface Copying {
  /** What was copied last and how that went, for two seconds. */
  readonly copied: { readonly text: string; readonly word: "Copied" | "Not copied" } | undefined;
  /** Puts a text on the clipboard; gives whether the browser let it. */
  readonly copy: (text: string) => Promise<boolean>;
}

/** Puts texts on the clipboard, and says how that went. */
export function useCopying(): Copying {
  const [copied, setCopied] = useState<Copying["copied"]>();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(undefined), shown);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (text: string) => {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setCopied({ text, word: isCopied ? "Copied" : "Not copied" });
    return isCopied;
  };
  return { copied, copy };
}
