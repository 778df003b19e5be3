"use client";

import { createElement, useEffect, useState, type ReactNode } from "react";
import { loadWorkbench, type ProseElement, type ProseNode, type ProseReader } from "@/lib/workspace";
import { fileUrl } from "../_shell/base-url";
import { countText } from "./time";
import { WatchLink } from "./watch-link";
import { part } from "../_design/part";

const Diagram = part(() => import("./diagram/diagram"));

let opening: Promise<ProseReader> | undefined;

/** The page's reader; what keeps it from being loaded may pass. */
export async function proseReader(): Promise<ProseReader> {
  opening ??= loadWorkbench().then((bench) => new bench.ProseReader(fileUrl("workers/prose.js")));
  return await opening.catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
}

/** Characters of a text that are shown as they are written. */
const mostPlain = 20_000;

interface MarkdownProps {
  readonly text: string;
  /** The level that its highest headings have on the page. Default: 1. */
  readonly topLevel?: 1 | 4;
}

/**
 * Markdown as it reads: it is laid out off the page's thread, and shown as it is written until then, or where it cannot be. HTML in it
 * stays text, and links leave the page without telling where from.
 */
export default function Markdown({ text, topLevel = 1 }: MarkdownProps) {
  const [read, setRead] = useState<{ readonly of: string; readonly prose: readonly ProseNode[] | Error }>();
  useEffect(() => {
    let isWanted = true;
    const show = (prose: readonly ProseNode[] | Error) => {
      if (isWanted) setRead({ of: text, prose });
    };
    proseReader()
      .then((reader) => reader.read(text))
      .then(show, (error: unknown) => show(error instanceof Error ? error : new Error(String(error))));
    return () => {
      isWanted = false;
    };
  }, [text]);
  if (read?.of !== text) return <Plain text={text} />;
  if (read.prose instanceof Error)
    return (
      <>
        <p role="alert" className="text-sm text-muted">
          This text cannot be drawn, and is shown as it is written. {read.prose.message}
        </p>
        <Plain text={text} />
      </>
    );
  return <>{drawn(read.prose, topLevel)}</>;
}

function Plain({ text }: { readonly text: string }) {
  return (
    <p className="break-words whitespace-pre-wrap">
      {text.slice(0, mostPlain)}
      {text.length > mostPlain &&
        ` … (the first ${countText(mostPlain)} of ${countText(text.length)} characters)`}
    </p>
  );
}

function drawn(parts: readonly ProseNode[], topLevel: 1 | 4): ReactNode {
  return parts.map((part, place) =>
    typeof part === "string" ? part : <Part key={place} part={part} topLevel={topLevel} />,
  );
}

function Part({ part, topLevel }: { readonly part: ProseElement; readonly topLevel: 1 | 4 }) {
  const { tag, href, id, align, start, isChecked, alt, isHidden, parts } = part;
  const children = parts.length > 0 ? drawn(parts, topLevel) : undefined;
  switch (tag) {
    case "a":
      if (href?.startsWith("watch:")) return <WatchLink address={href}>{children}</WatchLink>;
      // A link to where no page may lead has lost its address: it is plain text then.
      return href ? (
        <a href={href} id={id} target="_blank" rel="noreferrer noopener">
          {children}
        </a>
      ) : (
        <span>{children}</span>
      );
    case "pre": {
      const diagram = mermaidIn(parts);
      const text = <pre>{children}</pre>;
      return diagram === undefined ? text : <Diagram meanwhile={text} text={diagram} />;
    }
    case "img":
      // An image would be fetched from wherever its author says.
      return <span className="text-muted">[image: {alt}]</span>;
    case "input":
      return <input type="checkbox" checked={isChecked ?? false} disabled readOnly />;
    case "h1":
    case "h2":
    case "h3": {
      // Headings look as they do anywhere, and are read out as what they are under a heading of level 3.
      const level = topLevel === 4 ? Number(tag.slice(1)) + 3 : undefined;
      return createElement(
        tag,
        { id, "aria-level": level, className: isHidden ? "sr-only" : undefined },
        children,
      );
    }
    default:
      return createElement(tag, { id, start, style: align && { textAlign: align } }, children);
  }
}

/** The text of a block of code that is a diagram. */
function mermaidIn([code]: readonly ProseNode[]): string | undefined {
  if (typeof code !== "object" || code.language !== "mermaid") return undefined;
  return code.parts.filter((part) => typeof part === "string").join("");
}
