"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import type { OpenNotebooks, ShelvedNotebook } from "@/lib/workspace";
import { Badge } from "../_design/badge";
import { controlLook } from "../_design/field";
import { IconButton } from "../_design/icon-button";
import { ListRow } from "../_design/list";
import { Menu } from "../_design/menu";
import { addressOf } from "../_shell/route";
import { Ago } from "../_ui/ago";
import { StateBadge } from "../_ui/state-badge";
import { useStore } from "../_ui/store";

const choices = [
  { value: "rename", label: "Rename" },
  { value: "tags", label: "Tags…" },
  { value: "duplicate", label: "Duplicate" },
  { value: "download", label: "Download" },
  { value: "delete", label: "Delete" },
] as const;
export type NotebookAct = Exclude<(typeof choices)[number]["value"], "rename" | "tags">;

interface NotebookRowProps {
  readonly notebook: ShelvedNotebook;
  readonly opened: OpenNotebooks;
  readonly onRename: (title: string) => void;
  readonly onTag: (tags: readonly string[]) => void;
  readonly onAct: (act: NotebookAct) => void;
  readonly onFind: (words: string) => void;
}

/** Where a notebook came from, where that is not from here. */
const origins = { example: "example", import: "imported" } as const;

/** One notebook: leads to it, says how its last run went, and what can be done with it here. */
export function NotebookRow({ notebook, opened, onRename, onTag, onAct, onFind }: NotebookRowProps) {
  const [writing, setWriting] = useState<"rename" | "tags">();
  const { id, tags, origin, lastRun, updatedAt } = notebook;
  const title = notebook.title || "Untitled";
  if (writing)
    return (
      <li className="px-2 py-1.5">
        <LineField
          label={writing === "rename" ? `Title of ${title}` : `Tags of ${title}, with commas between`}
          value={writing === "rename" ? notebook.title : tags.join(", ")}
          placeholder={writing === "rename" ? "Untitled" : "sales, weekly"}
          onDone={(text) => {
            setWriting(undefined);
            if (text === undefined) return;
            if (writing === "rename") onRename(text);
            else onTag(text.split(","));
          }}
        />
      </li>
    );
  return (
    <ListRow
      href={addressOf({ page: "notebook", id })}
      meta={
        <>
          <LastRun notebook={notebook} opened={opened} />
          {origin !== "own" && <Badge>{origins[origin]}</Badge>}
          <span>
            {lastRun && <span className="max-sm:sr-only">changed </span>}
            <Ago at={updatedAt} />
          </span>
        </>
      }
      actions={
        <Menu
          trigger={<IconButton icon={Ellipsis} label={`More for ${title}`} />}
          items={choices}
          onChoose={(choice) => {
            if (choice === "rename" || choice === "tags") setWriting(choice);
            else onAct(choice);
          }}
        />
      }
      below={
        tags.length > 0 && (
          <ul aria-label="Tags" className="flex flex-wrap gap-1">
            {tags.map((tag) => (
              <li key={tag}>
                <button
                  type="button"
                  className="rounded-full bg-sunken px-2 text-xs text-muted hover:text-ink"
                  onClick={() => onFind(`#${tag.split(" ")[0] ?? ""}`)}
                >
                  #{tag}
                </button>
              </li>
            ))}
          </ul>
        )
      }
    >
      <span className="max-w-full truncate font-medium">{title}</span>
    </ListRow>
  );
}

/** How the last run went, and when; or that one goes on, which this tab knows at once. */
function LastRun({ notebook: { id, lastRun }, opened }: Pick<NotebookRowProps, "notebook" | "opened">) {
  const isRunning = useStore(opened.running).includes(id);
  if (isRunning) return <StateBadge state={{ type: "RUNNING", name: "Running" }} />;
  if (!lastRun) return null;
  return (
    <span className="inline-flex items-center gap-1.5">
      <StateBadge state={lastRun.state} />
      <span className="max-sm:hidden">
        <Ago at={lastRun.at} />
      </span>
    </span>
  );
}

interface LineFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  /** With the text, or without where nothing is to change. */
  readonly onDone: (text?: string) => void;
}

/** A line in place of what it changes: Enter, or leaving it, takes what is written; Escape does not. */
function LineField({ label, value, placeholder, onDone }: LineFieldProps) {
  const [text, setText] = useState(value);
  const done = () => onDone(text.trim() === value ? undefined : text.trim());
  return (
    <input
      aria-label={label}
      className={`${controlLook} w-full`}
      value={text}
      placeholder={placeholder}
      maxLength={500}
      // It was asked for just now.
      ref={(field) => {
        if (field && document.activeElement !== field && !field.dataset["begun"]) {
          field.dataset["begun"] = "true";
          field.focus();
          field.select();
        }
      }}
      onChange={({ target }) => setText(target.value)}
      onBlur={done}
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Enter") currentTarget.blur();
        if (key === "Escape") onDone();
      }}
    />
  );
}
