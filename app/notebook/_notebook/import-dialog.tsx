import { useState } from "react";
import type { CellOptions, DataCell } from "@/lib/notebook";
import { importWords, readImportWords, withWord } from "@/lib/notebook/words";
import type { CellId } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { Dialog, DialogFoot } from "../../_design/dialog";
import { ImportField } from "./import-field";
import { ImportPreview } from "./import-preview";
import { useEditor, useRunner } from "./open-notebook";

interface ImportDialogProps {
  readonly id: CellId;
  readonly cell: DataCell;
  readonly onClose: () => void;
}

/** How a data cell's file is read, as a form over its fence's words, with the first rows as they would be. */
export function ImportDialog({ id, cell, onClose }: ImportDialogProps) {
  const editor = useEditor();
  const runner = useRunner();
  const [options, setOptions] = useState<CellOptions>(cell.options);
  const { settings, faults } = readImportWords(cell.format, options);
  const words = importWords(cell.format).filter((word) => word !== "types");
  // What is none of the form's words can only be taken away.
  const strange = faults.filter(({ word }) => !words.includes(word) && word !== "types");
  const apply = () => {
    editor.setOptions(id, options);
    onClose();
    void runner.run({ kind: "cell", id });
  };
  return (
    <Dialog
      title={`How ${cell.name === "" ? "this cell" : cell.name} is read`}
      description="What is left open is found out. The cell’s fence keeps what you say."
      width="large"
      fillsPhone
      onClose={onClose}
    >
      <form
        className="mt-4 flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (faults.length === 0) apply();
        }}
      >
        <div className="grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-x-4 gap-y-3">
          {words.map((word) => (
            <ImportField
              key={word}
              word={word}
              options={options}
              fault={faults.find((fault) => fault.word === word)?.message}
              onChange={(text) => setOptions(withWord(options, word, text))}
            />
          ))}
        </div>
        {strange.length > 0 && (
          <ul className="flex flex-col gap-1 text-sm text-danger">
            {strange.map(({ word, message }) => (
              <li key={word} className="flex flex-wrap items-center gap-2">
                {message}
                <Button size="small" onClick={() => setOptions(without(options, word))}>
                  Remove {word}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <ImportPreview
          cell={cell}
          options={options}
          types={settings.types ?? {}}
          isWrong={faults.length > 0}
          onChange={setOptions}
        />
        <DialogFoot>
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" className="mr-auto" onClick={() => setOptions(withoutAll(options, cell))}>
              Find all out
            </Button>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" disabled={faults.length > 0}>
              Read it so
            </Button>
          </div>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

function without(options: CellOptions, word: string): CellOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== word));
}

function withoutAll(options: CellOptions, { format }: DataCell): CellOptions {
  return importWords(format).reduce((left, word) => withWord(left, word, ""), options);
}
