"use client";

import { memo, useState } from "react";
import type { ArtifactContent, ArtifactView, ShownRun } from "@/lib/workspace";
import { Button } from "../_design/button";
import { Progress } from "../_design/progress";
import { Drawn } from "../_ui/fault";
import { RowsTable } from "../_ui/rows-table";
import { countText, timeText } from "../_ui/time";
import { Nothing } from "./nothing";
import { part } from "../_design/part";

const Markdown = part(() => import("../_ui/markdown"));

/** Artifacts that are shown before somebody asks for older ones, and at each asking. */
const step = 30;

interface ArtifactListProps {
  readonly run: ShownRun;
  readonly artifacts: readonly ArtifactView[];
}

/** What a run had left for people to read, the newest first. */
export function ArtifactList({ run, artifacts }: ArtifactListProps) {
  const [shown, setShown] = useState(step);
  if (artifacts.length === 0)
    return (
      <Nothing>
        No artifacts. A flow or task leaves one with{" "}
        <code className="break-words">createMarkdownArtifact</code> and its like.
      </Nothing>
    );
  const older = artifacts.length - shown;
  return (
    <div className="h-full overflow-auto" tabIndex={0} role="region" aria-label="Artifacts">
      <ol className="divide-y divide-line">
        {artifacts.slice(0, shown).map((artifact) => (
          <Artifact
            key={artifact.id}
            artifact={artifact}
            from={artifact.taskRunId ? (run.fold.task(artifact.taskRunId)?.run.name ?? "task") : "flow"}
          />
        ))}
      </ol>
      {older > 0 && (
        <p className="px-4 py-3">
          <Button onClick={() => setShown(shown + step)}>Show older ({countText(older)})</Button>
        </p>
      )}
    </div>
  );
}

interface ArtifactProps {
  readonly artifact: ArtifactView;
  /** The name of the run that left it. */
  readonly from: string;
}

const Artifact = memo(function Artifact({ artifact, from }: ArtifactProps) {
  const { key, description, createdAt, content } = artifact;
  const label = key ?? content.kind;
  return (
    <li className="px-4 py-3">
      <div className="flex items-baseline gap-2">
        <h3 className="min-w-0 truncate text-sm font-medium" title={label}>
          {label}
        </h3>
        <p className="ml-auto flex min-w-0 shrink-0 gap-2 text-xs text-faint tabular-nums">
          <span className="max-w-32 truncate" title={from}>
            {from}
          </span>
          <span>{timeText(createdAt)}</span>
        </p>
      </div>
      <Drawn what="This artifact" of={artifact} text={textOf(artifact)}>
        {description && <Prose text={description} tone="text-muted" />}
        <div className="mt-1.5">
          <Content content={content} label={label} alt={description ?? label} />
        </div>
      </Drawn>
    </li>
  );
});

/** What stands where it cannot be drawn. */
function textOf({ description, content }: ArtifactView): string {
  const text = content.kind === "markdown" ? content.text : content.kind === "image" ? content.address : "";
  return [description, text].filter(Boolean).join("\n\n");
}

interface ContentProps {
  readonly content: ArtifactContent;
  readonly label: string;
  readonly alt: string;
}

function Content({ content, label, alt }: ContentProps) {
  switch (content.kind) {
    case "markdown":
      return <Prose text={content.text} tone="" />;
    case "progress":
      return <Progress percent={content.percent} label={label} />;
    case "image":
      return <Image content={content} alt={alt} />;
    case "table":
      if (content.total === 0) return <p className="text-sm text-muted">The table has no rows.</p>;
      return (
        <div className="rounded-md border border-line">
          <RowsTable
            columns={content.columns}
            rows={content.rows}
            total={content.total}
            numColumns={content.numColumns}
            label={`Rows of ${label}`}
          />
        </div>
      );
  }
}

function Prose({ text, tone }: { readonly text: string; readonly tone: string }) {
  return (
    <div className={`prose text-sm ${tone}`}>
      <Markdown
        meanwhile={<p className="shown-late whitespace-pre-wrap">{text}</p>}
        text={text}
        topLevel={4}
      />
    </div>
  );
}

function isDrawing(address: string): boolean {
  return /^data:image\/svg/i.test(address);
}

interface ImageProps {
  readonly content: Extract<ArtifactContent, { kind: "image" }>;
  readonly alt: string;
}

function Image({ content: { address, loads }, alt }: ImageProps) {
  switch (loads) {
    case "here":
      // The image is in its address: there is nothing for Next's own component to fetch or to make smaller.
      return (
        <img
          src={address}
          alt={alt}
          className="h-auto max-w-full rounded-md border border-line"
          decoding="async"
        />
      );
    case "as a file":
      return (
        <p className="text-sm">
          <a
            href={address}
            download={isDrawing(address) ? "image.svg" : "image"}
            className="text-accent underline underline-offset-2"
          >
            Save the {isDrawing(address) ? "drawing" : "image"}
          </a>{" "}
          <span className="text-xs text-muted">
            {isDrawing(address)
              ? "SVG is not shown here: some of it would keep the page busy."
              : "It is not shown here: it is larger than 40 million pixels, or its size cannot be read."}
          </span>
        </p>
      );
    case "on demand":
      return (
        <p className="text-sm break-words">
          <a
            href={address}
            target="_blank"
            rel="noreferrer noopener"
            className="text-accent underline underline-offset-2"
          >
            Open the image
          </a>{" "}
          <span className="text-xs break-all text-muted">{address}</span>
        </p>
      );
    case "never":
      return (
        <p className="text-sm text-muted">
          Not an image that can be shown: use a <code>data:</code> or <code>https:</code> address.
        </p>
      );
  }
}
