"use client";

import { useEffect, useRef, useState } from "react";
import type { CellLanguage } from "@/lib/notebook";
import { useCanEdit } from "./can-edit";
import type * as EditorSetup from "./editor-setup";
import type { EditorView, Mark } from "./editor-setup";

interface CodeEditorProps {
  readonly text: string;
  readonly language: CellLanguage;
  readonly label: string;
  readonly marks: readonly Mark[];
  /** Whether it takes the focus when it is there. */
  readonly takesFocus?: boolean;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly onRunAndGoOn: () => void;
}

type Setup = typeof EditorSetup;

let loading: Promise<Setup> | undefined;

/** A code editor. Its library comes after the first paint: until then the text stands there as it is. */
export function CodeEditor(props: CodeEditorProps) {
  const { text, marks } = props;
  const parent = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const editor = useRef<{ readonly setup: Setup; readonly view: EditorView }>(undefined);
  const [isReady, setReady] = useState(false);
  const canEdit = useCanEdit();

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    let isGone = false;
    loading ??= import("./editor-setup");
    void loading.then((setup) => {
      if (isGone || !parent.current) return;
      const { language, label, takesFocus, text: first } = latest.current;
      const view = setup.createEditor({
        parent: parent.current,
        text: first,
        language,
        label,
        onChange: (changed) => latest.current.onChange(changed),
        onRun: () => latest.current.onRun(),
        onRunAndGoOn: () => latest.current.onRunAndGoOn(),
      });
      editor.current = { setup, view };
      setReady(true);
      if (takesFocus) view.focus();
    });
    return () => {
      isGone = true;
      editor.current?.view.destroy();
      editor.current = undefined;
    };
  }, []);

  useEffect(() => {
    if (editor.current) editor.current.setup.replaceText(editor.current.view, text);
  }, [text, isReady]);

  useEffect(() => {
    if (editor.current) editor.current.setup.allowEdits(editor.current.view, canEdit);
  }, [canEdit, isReady]);

  useEffect(() => {
    if (editor.current) editor.current.setup.showMarks(editor.current.view, marks);
  }, [marks, isReady]);

  return (
    <div ref={parent} data-editor>
      {!isReady && (
        <pre className="overflow-hidden py-2 pl-12 font-mono text-sm leading-[1.55]" aria-label={props.label}>
          {text || " "}
        </pre>
      )}
    </div>
  );
}
