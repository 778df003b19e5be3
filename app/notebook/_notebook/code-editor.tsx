"use client";

import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { CellLanguage } from "@/lib/notebook";
import type { MarkView } from "@/lib/workspace";
import type * as EditorSetup from "./editor-setup";
import type { EditorState, EditorView } from "./editor-setup";
import { pointEvent, type Pointed } from "./go-to";
import { useIsNear } from "./near";
import { useCanEdit } from "./open-notebook";

interface CodeEditorProps {
  readonly text: string;
  readonly language: CellLanguage;
  readonly label: string;
  readonly marks: readonly MarkView[];
  /** Whether it takes the focus when it is there. */
  readonly takesFocus?: boolean;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly onRunAndGoOn: () => void;
  /** Escape, where the editor has no use for it. */
  readonly onLeave?: () => void;
}

type Setup = typeof EditorSetup;

let loading: Promise<Setup> | undefined;

/**
 * A code editor. Its library comes after the first paint, and it is there while it is near the screen or has the focus: else
 * the text stands there in a plain field, so that a notebook of hundreds of cells costs as much as one that fits the screen. What is
 * typed there before the editor has come is in it.
 */
export function CodeEditor(props: CodeEditorProps) {
  const { text, marks, label, language } = props;
  const parent = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(props);
  const kept = useRef<EditorState>(undefined);
  const pointed = useRef<Pointed>(undefined);
  const [editor, setEditor] = useState<{ readonly setup: Setup; readonly view: EditorView }>();
  const [hasFocus, setFocus] = useState(false);
  const isWanted = useIsNear(parent) || hasFocus;
  const canEdit = useCanEdit();

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (latest.current.takesFocus) field.current?.focus();
  }, []);

  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    let made: EditorView | undefined;
    loading ??= import("./editor-setup");
    void loading.then((setup) => {
      if (isGone || !parent.current) return;
      const { label: name, text: first } = latest.current;
      kept.current ??= setup.editorState({
        text: first,
        language: latest.current.language,
        label: name,
        onChange: (changed) => latest.current.onChange(changed),
        onRun: () => latest.current.onRun(),
        onRunAndGoOn: () => latest.current.onRunAndGoOn(),
        onLeave: () => {
          latest.current.onLeave?.();
          return latest.current.onLeave !== undefined;
        },
      });
      const plain = document.activeElement === field.current ? field.current : null;
      const view = setup.createEditor(parent.current, kept.current);
      made = view;
      setup.replaceText(view, latest.current.text);
      if (pointed.current) setup.pointAt(view, pointed.current);
      else if (plain) setup.goOnFrom(view, plain);
      // At once: with the field still above it, it would push down what is below for a moment.
      flushSync(() => setEditor({ setup, view }));
      pointed.current = undefined;
    });
    return () => {
      isGone = true;
      if (!made) return;
      kept.current = made.state;
      made.destroy();
      setEditor(undefined);
    };
  }, [isWanted]);

  useEffect(() => {
    if (editor) editor.setup.replaceText(editor.view, text);
  }, [text, editor]);

  useEffect(() => {
    if (editor) editor.setup.nameEditor(editor.view, label);
  }, [label, editor]);

  useEffect(() => {
    if (editor) editor.setup.allowEdits(editor.view, canEdit);
  }, [canEdit, editor]);

  useEffect(() => {
    if (editor) editor.setup.showMarks(editor.view, marks);
  }, [marks, editor]);

  useEffect(() => {
    const element = parent.current;
    const point = (event: CustomEventInit<Pointed>) => {
      if (editor && event.detail) editor.setup.pointAt(editor.view, event.detail);
      else pointed.current = event.detail;
      setFocus(true);
    };
    element?.addEventListener(pointEvent, point as (event: Event) => void);
    return () => element?.removeEventListener(pointEvent, point as (event: Event) => void);
  }, [editor]);

  return (
    <div ref={parent} data-editor onFocus={() => setFocus(true)} onBlur={() => setFocus(false)}>
      {!editor && (
        <textarea
          ref={field}
          aria-label={label}
          value={text}
          rows={text.split("\n").length}
          wrap={language === "markdown" ? "soft" : "off"}
          readOnly={!canEdit}
          spellCheck={false}
          autoCapitalize="off"
          onChange={({ target }) => props.onChange(target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") props.onLeave?.();
            if (event.key !== "Enter") return;
            const isRun = event.ctrlKey || event.metaKey;
            if (!isRun && !event.shiftKey) return;
            event.preventDefault();
            (isRun ? props.onRun : props.onRunAndGoOn)();
          }}
          className={`block w-full resize-none overflow-hidden bg-transparent py-2 pr-1.5 font-mono text-[0.8125rem] leading-[1.55] outline-none ${language === "markdown" ? "field-sizing-content pl-1.5" : "pl-12"}`}
        />
      )}
    </div>
  );
}
