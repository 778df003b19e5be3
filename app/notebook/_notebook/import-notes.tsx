import { Lightbulb } from "lucide-react";
import { useEffect, useState } from "react";
import type { DataCell } from "@/lib/notebook";
import { withImportWords } from "@/lib/notebook/words";
import type { CellView, ImportGuess } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { adviceIn, type ImportAdvice } from "./import-advice";
import { useCanEdit, useEditor, useIsLink, useIsRunning, useRunner, useTables } from "./open-notebook";

interface ImportNotesProps {
  readonly view: CellView;
  readonly cell: DataCell;
}

/** What was guessed of a data cell's file and may be wrong, and what helps where it cannot be read: each a click away. */
export default function ImportNotes({ view, cell }: ImportNotesProps) {
  const canEdit = useCanEdit();
  const isLink = useIsLink();
  const isRunning = useIsRunning();
  const editor = useEditor();
  const runner = useRunner();
  const guesses = useGuesses(view);
  if (isLink) return null;
  const write = (options: DataCell["options"]) => {
    editor.setOptions(view.id, options);
    void runner.run({ kind: "cell", id: view.id });
  };
  const faults = [
    ...view.problems.map(({ message }) => message),
    ...view.definitions.flatMap(({ error }) => error?.message ?? []),
  ];
  const advice = faults.flatMap((message) => adviceIn(message, cell.format, cell.options));
  if (advice.length > 0)
    return canEdit ? (
      <div
        role="group"
        aria-label={`What helps ${cell.name}`}
        className="flex flex-wrap gap-2 border-t border-line/70 bg-danger-soft py-1.5 pr-3 pl-4"
      >
        {advice.map((one) => (
          <AdviceButton key={one.label} of={one} isDisabled={isRunning} onChoose={write} />
        ))}
      </div>
    ) : null;
  if (guesses.length === 0 || view.isStale) return null;
  return (
    <ul
      aria-label={`Guesses about ${cell.name}`}
      className="divide-y divide-line/60 border-t border-line/70 bg-warn-soft/60 pr-3 pl-4 text-sm"
    >
      {guesses.map((guess) => (
        <li key={guess.said} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
          <span className="flex min-w-0 flex-1 basis-56 items-start gap-2 break-words">
            <Lightbulb className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
            <span className="min-w-0">{guess.said}</span>
          </span>
          {canEdit && <Choices of={guess} cell={cell} isDisabled={isRunning} onChoose={write} />}
        </li>
      ))}
    </ul>
  );
}

/** Other readings that are offered at once. */
const fewChoices = 2;

interface ChoicesProps {
  readonly of: ImportGuess;
  readonly cell: DataCell;
  readonly isDisabled: boolean;
  readonly onChoose: (options: DataCell["options"]) => void;
}

/** How else it may be read, and that it is right as it is. */
function Choices({ of: { is, others }, cell, isDisabled, onChoose }: ChoicesProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? others : others.slice(0, fewChoices);
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {shown.map(({ label, settings }) => (
        <AdviceButton
          key={label}
          of={{ label, options: withImportWords(cell.options, settings) }}
          isDisabled={isDisabled}
          onChoose={onChoose}
        />
      ))}
      {shown.length < others.length && (
        <Button size="small" look="quiet" onClick={() => setWhole(true)}>
          More…
        </Button>
      )}
      {Object.keys(is).length > 0 && (
        <AdviceButton
          of={{ label: "That is right", options: withImportWords(cell.options, is) }}
          isQuiet
          isDisabled={isDisabled}
          onChoose={onChoose}
        />
      )}
    </span>
  );
}

interface AdviceButtonProps {
  readonly of: ImportAdvice;
  readonly isQuiet?: boolean;
  readonly isDisabled: boolean;
  readonly onChoose: (options: DataCell["options"]) => void;
}

function AdviceButton({ of: { label, options }, isQuiet = false, isDisabled, onChoose }: AdviceButtonProps) {
  return (
    <Button
      size="small"
      look={isQuiet ? "quiet" : "plain"}
      disabled={isDisabled}
      className="max-w-full"
      onClick={() => onChoose(options)}
    >
      <span className="truncate">{label}</span>
    </Button>
  );
}

/** What was guessed of the table that the cell gave last. */
function useGuesses({ definitions }: CellView): readonly ImportGuess[] {
  const tables = useTables();
  const [found, setFound] = useState<{ readonly of: string; readonly guesses: readonly ImportGuess[] }>();
  const preview = definitions[0]?.outputs[0]?.preview;
  const table = preview?.kind === "table" ? preview.table : undefined;
  useEffect(() => {
    if (!table) return undefined;
    let isGone = false;
    tables.guesses(table).then(
      (guesses) => !isGone && setFound({ of: table.lineage, guesses }),
      // Its table is not there any more: then there is nothing to say of it.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [tables, table]);
  return found && found.of === table?.lineage ? found.guesses : [];
}
