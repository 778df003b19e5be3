"use client";

import { useEffect, useState } from "react";
import { useTheme } from "../use-theme";
import { draw } from "./drawer";
import type { Drawing } from "./drawing";

/** A diagram in Mermaid's text, drawn; its text until then, or where it cannot be, with why. */
export default function Diagram({ text }: { readonly text: string }) {
  const isDark = useTheme() === "dark";
  const [drawn, setDrawn] = useState<{ readonly of: string; readonly as: Drawing | Error }>();
  useEffect(() => {
    let isWanted = true;
    const show = (as: Drawing | Error) => {
      if (isWanted) setDrawn({ of: text, as });
    };
    draw(text, isDark).then(show, (error: unknown) =>
      show(error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      isWanted = false;
    };
  }, [text, isDark]);
  const source = (
    <pre>
      <code>{text}</code>
    </pre>
  );
  if (drawn?.of !== text) return source;
  if (drawn.as instanceof Error)
    return (
      <>
        <p role="alert" className="text-sm break-words whitespace-pre-wrap text-muted">
          This diagram cannot be drawn. {drawn.as.message}
        </p>
        {source}
      </>
    );
  const { src, width, height } = drawn.as;
  return (
    <figure>
      <img src={src} alt={altOf(text)} width={width} height={height} className="h-auto max-w-full" />
      <details className="text-xs text-muted">
        <summary>Text of the diagram</summary>
        {source}
      </details>
    </figure>
  );
}

/** What a diagram calls itself, or what kind it is. */
function altOf(text: string): string {
  const [, title] = /^\s*(?:accTitle\s*:|(?:pie\s+(?:showData\s+)?)?title:?\s)\s*(\S.*)$/m.exec(text) ?? [];
  return `Diagram: ${title ?? /^\s*([a-zA-Z]+)/m.exec(text)?.[1] ?? "Mermaid"}`;
}
