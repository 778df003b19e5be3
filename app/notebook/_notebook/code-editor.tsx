"use client";

import { useEffect, useRef, useState } from "react";
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
}

type Setup = typeof EditorSetup;

let loading: Promise<Setup> | undefined;

/**
 * A code editor. Its library comes after the first paint, and it is there while it is near the screen or has the focus: else
 * the text stands there as it is, so that a notebook of hundreds of cells costs as much as one that fits the screen.
 */
export function CodeEditor(props: CodeEditorProps) {
  const { text, marks, label } = props;
  const parent = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const kept = useRef<EditorState>(undefined);
  const wantsFocus = useRef(props.takesFocus ?? false);
  const pointed = useRef<Pointed>(undefined);
  const [editor, setEditor] = useState<{ readonly setup: Setup; readonly view: EditorView }>();
  const [hasFocus, setFocus] = useState(props.takesFocus ?? false);
  const isWanted = useIsNear(parent) || hasFocus;
  const canEdit = useCanEdit();

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    let made: EditorView | undefined;
    loading ??= import("./editor-setup");
    void loading.then((setup) => {
      if (isGone || !parent.current) return;
      const { language, label: name, text: first } = latest.current;
      kept.current ??= setup.editorState({
        text: first,
        language,
        label: name,
        onChange: (changed) => latest.current.onChange(changed),
        onRun: () => latest.current.onRun(),
        onRunAndGoOn: () => latest.current.onRunAndGoOn(),
      });
      made = setup.createEditor(parent.current, kept.current);
      setEditor({ setup, view: made });
      if (pointed.current) setup.pointAt(made, pointed.current);
      else if (wantsFocus.current) made.focus();
      pointed.current = undefined;
      wantsFocus.current = false;
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
        <div
          // Whoever comes to it by the keyboard is in the editor that takes its place.
          tabIndex={0}
          role="textbox"
          aria-multiline
          aria-label={label}
          onFocus={() => (wantsFocus.current = true)}
          className="overflow-hidden py-2 pl-12 font-mono text-sm leading-[1.55] whitespace-pre"
        >
          {text || " "}
        </div>
      )}
    </div>
  );
}
