import { useEffect, useRef } from "react";

/** Gives text that is pasted anywhere but into a field, as a file, where it is a notebook, SQL or code; goes to a pasted link. */
export function usePastedText(onFile: (file: File) => void): void {
  const latest = useRef(onFile);
  useEffect(() => {
    latest.current = onFile;
  });
  useEffect(() => {
    const paste = ({ target, clipboardData }: ClipboardEvent) => {
      const text = clipboardData?.getData("text/plain") ?? "";
      if (text === "" || (target instanceof Element && target.closest("input, textarea, [contenteditable]")))
        return;
      void import("@/lib/exchange").then(({ fileOfText, linkOfText }) => {
        const link = linkOfText(text);
        const file = link === undefined ? fileOfText(text) : undefined;
        if (link !== undefined) location.hash = link;
        else if (file) latest.current(file);
      });
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
}
