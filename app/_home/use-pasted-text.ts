import { useEffect, useRef } from "react";

/**
 * Gives text that is pasted anywhere but into a field, as a file, where it is a notebook, data, SQL or code; goes to a pasted link. Of any
 * other it gives nothing.
 */
export function usePastedText(onPaste: (file: File | undefined) => void): void {
  const latest = useRef(onPaste);
  useEffect(() => {
    latest.current = onPaste;
  });
  useEffect(() => {
    const paste = ({ target, clipboardData }: ClipboardEvent) => {
      const text = clipboardData?.getData("text/plain") ?? "";
      if (text === "" || (target instanceof Element && target.closest("input, textarea, [contenteditable]")))
        return;
      void import("@/lib/exchange").then(({ fileOfText, linkOfText }) => {
        const link = linkOfText(text);
        if (link !== undefined) location.hash = link;
        else latest.current(fileOfText(text));
      });
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
}
