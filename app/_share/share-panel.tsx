"use client";

import { useEffect, useRef, useState } from "react";
import type { Sharing, SharingView } from "@/lib/workspace";
import { baseUrl } from "../_shell/base-url";
import { useWorkspace } from "../_shell/workspace-provider";
import { Button } from "../_design/button";
import { controlLook } from "../_design/field";
import Simulated from "../_ui/simulated";
import { saveBlob } from "../_ui/save-blob";
import { useStore } from "../_ui/store";
import { CopyButton } from "./copy-button";
import { HandOn } from "./hand-on";
import { KeysFound } from "./keys-found";
import { PartRow } from "./part-row";
import { ResultsRow } from "./results-row";
import { SizeBar } from "./size-bar";
import { linkTo } from "./snippets";
import { SourceRow } from "./source-row";

interface SharePanelProps {
  readonly sharing: Sharing;
  /** The notebook as a file. */
  readonly file: () => File;
  readonly onGoTo: (cell: number, line: number) => void;
}

/** The link, what it holds, and the ways to hand it on. */
export function SharePanel({ sharing, file, onGoTo }: SharePanelProps) {
  const view = useStore(sharing.view);
  const sharedLinks = useWorkspace()?.sharedLinks;
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  // It comes after the dialog, which gave the focus to what was there.
  useEffect(() => field.current?.focus(), []);
  const base = baseUrl();
  const link = view.text === undefined ? "" : linkTo(base, view.text);
  const characters = linkTo(base, "").length + view.characters;
  const isReady = link !== "" && !view.isMaking;
  const noteShared = () => {
    // A list of links that lacks one is no reason to keep anybody from sharing.
    sharedLinks?.add(view.title, link).catch(() => undefined);
  };
  const copied = (isCopied: boolean) => {
    setSaid(isCopied ? "Copied." : "The browser did not copy it: copy the marked link yourself.");
    if (isCopied) noteShared();
    else field.current?.select();
  };
  return (
    <>
      <div className="mt-3 flex gap-2" aria-busy={!isReady}>
        <input
          ref={field}
          aria-label="Link"
          readOnly
          spellCheck={false}
          className={`${controlLook} flex-1 font-mono text-xs`}
          value={link}
          placeholder={view.isMaking ? "Making the link…" : "Too long for a link"}
          onFocus={({ target }) => target.select()}
        />
        <CopyButton isMain text={link} isDisabled={!isReady} onCopied={copied}>
          Copy link
        </CopyButton>
      </div>
      <p role="status" className={said.startsWith("The") ? "mt-1 text-sm text-danger" : "sr-only"}>
        {said}
      </p>
      <SizeBar
        {...{ view, characters }}
        onDrop={({ kind, name }) => {
          if (kind === "sample" && name !== undefined) void sharing.chooseRows(name, "first", 0);
          else if (kind === "run") sharing.choose({ run: false });
          else if (kind === "results") sharing.choose({ results: 0 });
          else sharing.choose({ parameters: false, moment: false });
        }}
      />
      <KeysFound keys={view.keys} onGoTo={onGoTo} />
      <Parts {...{ sharing, view }} />
      <HandOn {...{ view, link, base, isReady, onCopied: copied, onShared: noteShared }} />
      {(characters > 8_000 || view.problem !== undefined) && <OtherWays {...{ file, base }} />}
      <p className="mt-4 text-xs text-faint">
        The part after # is never sent to a server. What code loads as a secret is never in a link.
      </p>
    </>
  );
}

function Parts({ sharing, view }: { readonly sharing: Sharing; readonly view: SharingView }) {
  const { run, results, parameters, sources, parts } = view;
  const partOf = (kind: string, name?: string) => parts.find((one) => one.kind === kind && one.name === name);
  const about = partOf("about")?.characters;
  return (
    <section className="mt-4" aria-label="What the link holds">
      <h3 className="text-xs font-medium text-muted" aria-hidden>
        What the link holds
      </h3>
      <ul className="mt-1 divide-y divide-line text-sm">
        <PartRow label="The notebook" isIn characters={partOf("notebook")?.characters} />
        {run && (
          <PartRow
            label={`The recorded run ${run.name}`}
            isIn={run.isIn}
            onChange={(isIn) => sharing.choose({ run: isIn })}
            characters={run.isReading ? undefined : partOf("run")?.characters}
            problem={run.problem}
            note={
              run.isReading ? (
                "Reading…"
              ) : (
                <>
                  {run.simulation && <Simulated {...run.simulation} />}
                  {`${run.state.name}. States, times, log lines and small results.`}
                </>
              )
            }
          />
        )}
        {run && results && (
          <ResultsRow
            {...{ run, results, sources }}
            characters={partOf("results")?.characters}
            onRows={(rows) => sharing.choose({ results: rows })}
          />
        )}
        {run?.moment && (
          <PartRow
            label="The moment that is looked at"
            isIn={run.isIn && run.moment.isIn}
            onChange={(isIn) => sharing.choose({ moment: isIn })}
            characters={parameters?.isIn === true ? undefined : about}
          />
        )}
        {parameters && (
          <PartRow
            label={`Parameters: ${parameters.names.join(", ")}`}
            isIn={parameters.isIn}
            onChange={(isIn) => sharing.choose({ parameters: isIn })}
            characters={about}
            note={run?.isIn === true && !parameters.isIn ? "The recorded run still tells them." : undefined}
          />
        )}
        {sources.map((source) => (
          <SourceRow
            key={source.name}
            source={source}
            part={partOf("sample", source.name)}
            onRows={(kind, count) => void sharing.chooseRows(source.name, kind, count)}
            onColumn={(column, isOut) => sharing.leaveOut(source.name, column, isOut)}
          />
        ))}
      </ul>
    </section>
  );
}

/** What else there is where a link gets too long. */
function OtherWays({ file, base }: { readonly file: () => File; readonly base: string }) {
  const save = () => {
    const made = file();
    saveBlob(made, made.name);
  };
  return (
    <section className="mt-4 rounded-lg bg-sunken px-3 py-2.5 text-sm" aria-label="Other ways">
      <p>
        A file has no limit. Put it anywhere on the web, and{" "}
        <code className="font-mono text-xs break-all">{base}#url=…</code> with its address opens it from
        there.
      </p>
      <Button size="small" className="mt-2" onClick={save}>
        Save as a file
      </Button>
    </section>
  );
}
