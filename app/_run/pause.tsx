"use client";

import { Play } from "lucide-react";
import { useId, useLayoutEffect, useRef, useState, type SubmitEvent } from "react";
import type { PauseView } from "@/lib/workspace";
import { Button } from "../_design/button";
import { controlLook, Field } from "../_design/field";
import { durationText } from "../_ui/time";
import { Ticking } from "./ticking";

interface PauseProps {
  readonly pause: PauseView;
  /** Whether another tab runs it. */
  readonly isElsewhere: boolean;
  /** Lets it go on, with an input as JSON; gives what is wrong with that, if anything. */
  readonly onResume: (json: string) => Promise<string | undefined>;
}

/** A flow run that waits for the person: with the input that it asks for, and what was wrong with the last one. */
export function Pause({ pause: { flowName, asksForInput, until }, isElsewhere, onResume }: PauseProps) {
  const [json, setJson] = useState("");
  const [error, setError] = useState<string>();
  const [isResuming, setResuming] = useState(false);
  const errorId = useId();
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const { current } = form;
    return () => {
      if (current?.contains(document.activeElement)) nextOf(current)?.focus();
    };
  }, []);
  const resume = async () => {
    if (isResuming) return;
    setResuming(true);
    const problem = await onResume(json);
    setError(problem);
    setResuming(false);
    if (problem !== undefined) field.current?.focus();
  };
  return (
    <form
      ref={form}
      data-pause
      aria-label={`Resume ${flowName}`}
      className="flex flex-col gap-2 border-b border-line bg-raised px-4 py-3"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void resume();
      }}
    >
      <div className="flex items-center justify-between gap-3">
        <p className="min-w-0 text-sm">
          <span className="font-medium">{flowName}</span> waits for you
          {until !== undefined && (
            <span className="text-muted tabular-nums">
              {" "}
              · <Ticking>{(now) => durationText(Math.max(0, until - now))}</Ticking> left
            </span>
          )}
        </p>
        {/* Not disabled meanwhile: it would lose the focus. */}
        <Button look="primary" type="submit" aria-disabled={isResuming} className="aria-disabled:opacity-50">
          <Play className="size-3.5 fill-current" aria-hidden />
          Resume
        </Button>
      </div>
      <p className="text-xs text-muted">
        Keep {isElsewhere ? "the tab that runs it" : "this tab"} open: a pause lasts as long as its tab.
      </p>
      {asksForInput && (
        <Field label="Input, as JSON">
          {(control) => (
            <textarea
              {...control}
              ref={field}
              value={json}
              onChange={(event) => setJson(event.target.value)}
              rows={2}
              spellCheck={false}
              autoCapitalize="off"
              placeholder={'{ "approved": true }'}
              aria-invalid={error !== undefined}
              aria-describedby={error === undefined ? undefined : errorId}
              className={`max-h-40 min-h-14 resize-y py-1.5 font-mono ${controlLook}`}
            />
          )}
        </Field>
      )}
      {error !== undefined && (
        <p id={errorId} role="alert" className="text-sm break-words text-danger">
          {error}
        </p>
      )}
    </form>
  );
}

/** What takes the focus of a form that goes: the next that waits, or what comes after the forms, where no key does harm. */
function nextOf(form: HTMLElement): HTMLElement | null | undefined {
  const page = form.closest("[data-page]");
  const waiting = [...(page?.querySelectorAll<HTMLElement>("[data-pause]") ?? [])];
  const next = waiting.find((one) => one !== form)?.querySelector<HTMLElement>("textarea, button");
  return next ?? page?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
}
