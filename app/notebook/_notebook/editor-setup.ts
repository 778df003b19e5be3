import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { markdown } from "@codemirror/lang-markdown";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  tooltips,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { CellLanguage } from "@/lib/notebook";
import type { MarkView } from "@/lib/workspace";
import { leaveText } from "./cells-on-page";
import type { Pointed } from "./go-to";

export interface EditorOptions {
  readonly text: string;
  readonly language: CellLanguage;
  readonly label: string;
  readonly onChange: (text: string) => void;
  /** Mod-Enter. */
  readonly onRun: () => void;
  /** Shift-Enter. */
  readonly onRunAndGoOn: () => void;
  /** Escape, where nothing here has a use for it; says whether that was for it. */
  readonly onLeave: () => boolean;
}

/** Makes an editor in an element. */
export function createEditor(parent: HTMLElement, state: EditorState): EditorView {
  return new EditorView({ parent, state });
}

/** What an editor has at first. Its state may outlive it, with its history and selection, and go on in another. */
export function editorState(options: EditorOptions): EditorState {
  const { text, language, label, onChange, onRun, onRunAndGoOn, onLeave } = options;
  const run = (work: () => void) => () => {
    work();
    return true;
  };
  return EditorState.create({
    doc: text,
    extensions: [
      keymap.of([
        { key: "Mod-Enter", run: run(onRun) },
        { key: "Shift-Enter", run: run(onRunAndGoOn) },
      ]),
      ...(language === "markdown" ? [EditorView.lineWrapping] : [lineNumbers(), lintGutter()]),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      // Who types on takes none: Enter is a new line until one was chosen.
      autocompletion({ selectOnOpen: false }),
      // Tab indents once somebody types; Escape, then Tab, leaves the editor.
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        indentWithTab,
        { key: "Escape", run: (view) => onLeave() || leaveForCell(view) },
      ]),
      tabLeavesAtFirst,
      languageOf(language),
      permission.of([]),
      // A cell draws nothing beyond its edges.
      tooltips({ parent: document.body }),
      syntaxHighlighting(highlight),
      theme,
      naming.of(named(label)),
      EditorView.contentAttributes.of({
        "aria-description": "Once you type, Tab indents. Escape goes to the cell; then Tab leaves it.",
        tabindex: "0",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
    ],
  });
}

/** Longer than anybody waits. */
const untilAnyKey = 1e12;

/** Whoever comes through the page by Tab goes on by Tab, and changes nothing; whoever clicks, or presses another key, is here to write. */
const tabLeavesAtFirst = EditorView.domEventHandlers({
  focus: (_, view) => view.setTabFocusMode(untilAnyKey),
  pointerup: (_, view) => view.setTabFocusMode(false),
});

/** Leaves the text for its cell, where keys are no text. */
function leaveForCell({ contentDOM }: EditorView): boolean {
  return leaveText(contentDOM);
}

/** Puts a text in place of the editor's, where that is another. */
export function replaceText(view: EditorView, text: string): void {
  const current = view.state.doc.toString();
  if (current !== text) view.dispatch({ changes: { from: 0, to: current.length, insert: text } });
}

/** Takes over from a field of the same text that has the focus. */
export function goOnFrom(view: EditorView, { selectionStart, selectionEnd }: HTMLTextAreaElement): void {
  const { length } = view.state.doc;
  view.dispatch({
    selection: { anchor: Math.min(selectionStart, length), head: Math.min(selectionEnd, length) },
  });
  view.focus();
}

const naming = new Compartment();
const named = (label: string) => EditorView.contentAttributes.of({ "aria-label": label });

/** Names an editor by what its cell is called by now. */
export function nameEditor(view: EditorView, label: string): void {
  view.dispatch({ effects: naming.reconfigure(named(label)) });
}

const permission = new Compartment();

/** Lets the text be edited, or only read. */
export function allowEdits(view: EditorView, canEdit: boolean): void {
  const readOnly = [
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ "aria-readonly": "true" }),
  ];
  view.dispatch({ effects: permission.reconfigure(canEdit ? [] : readOnly) });
}

/** Points at places in the text, and at no others. */
export function showMarks(view: EditorView, marks: readonly MarkView[]): void {
  const { doc } = view.state;
  const diagnostics = marks.map(({ line, column, message }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
    const word = /^[\p{ID_Continue}$.]+|^./u.exec(doc.sliceString(from, at.to))?.[0].length ?? 0;
    // A mark at the line's end points at the whole line.
    const start = word === 0 ? at.from : from;
    return { from: start, to: word === 0 ? at.to : from + word, severity: "error" as const, message };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

/** Puts the cursor at a place in the text, which is brought into sight. */
export function pointAt(view: EditorView, { line, column }: Pointed): void {
  const { doc } = view.state;
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const anchor = Math.min(at.from + Math.max(column - 1, 0), at.to);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}

function languageOf(language: CellLanguage): Extension {
  switch (language) {
    case "ts":
      return javascript({ typescript: true });
    case "sql":
      return sql({ dialect: PostgreSQL });
    case "markdown":
      return markdown();
    case "text":
      return [];
  }
}

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--syntax-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--syntax-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--syntax-number)" },
  { tag: [tags.comment], color: "var(--syntax-comment)", fontStyle: "italic" },
  {
    tag: [tags.function(tags.variableName), tags.definition(tags.variableName)],
    color: "var(--syntax-name)",
  },
  { tag: [tags.typeName, tags.className], color: "var(--syntax-name)" },
  { tag: [tags.heading], fontWeight: "600" },
  { tag: [tags.emphasis], fontStyle: "italic" },
  { tag: [tags.strong], fontWeight: "600" },
  { tag: [tags.link, tags.url], color: "var(--accent)" },
]);

const theme = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--ink)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", fontVariantLigatures: "none", lineHeight: "1.55" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--accent)" },
  // Code that is scrolled goes under it.
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--faint)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 4px 0 10px", minWidth: "2.2em" },
  ".cm-gutter-lint": { width: "1.1em" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.2em 0" },
  ".cm-lint-marker": { width: "0.8em", height: "0.8em" },
  ".cm-cursor": { borderLeftColor: "var(--accent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--selection)",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--line-strong)" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    boxShadow: "var(--shadow)",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-diagnostic": { fontFamily: "var(--font-sans)", fontSize: "0.8125rem", padding: "6px 10px" },
});

export type { EditorState, EditorView };
