import { expect, test } from "vitest";
import { newIds, testClock, type CellId, type NotebookId } from "../../base";
import { parseNotebook } from "../../notebook";
import { memoryStores } from "../../storage";
import { Drafts } from "./draft";
import { withCellAfter } from "./edits";
import { NotebookDocument } from "./notebook-document";

const newId = newIds(Date.now, Math.random);
const parse = (text: string) => parseNotebook(text, newId).notebook;

/** How many steps a save has at most, between which something else may happen. */
const most = 40;

test.each(Array.from({ length: most }, (_, step) => step))(
  "[WS166] a file that is added while the notebook is written stays: after %i steps",
  async (step) => {
    const stores = memoryStores();
    const id = newId<NotebookId>();
    const record = {
      text: "# A\n",
      title: "A",
      createdAt: 1,
      updatedAt: 1,
      origin: "own",
      files: {},
    } as const;
    const written = await stores.notebooks.write({ ...record, id }, 0);
    if (!written.written) throw new Error("It is new.");
    const nothing = () => undefined;
    const document = new NotebookDocument(written.record, parse(record.text), {
      ...{ stores, parse, clock: testClock() },
      compiler: {
        compile: () => new Promise(nothing),
        status: { get: () => "idle", subscribe: () => nothing },
        close: nothing,
      },
      drafts: new Drafts({ get: () => null, set: nothing, remove: nothing }),
      ...{ onSaved: nothing, onEdit: nothing, onCompiled: nothing },
      onProblem: (text) => expect.unreachable(text),
    });
    const cell = { kind: "markdown", id: newId<CellId>(), text: "more" } as const;
    document.edit((notebook) => withCellAfter(notebook, null, cell));
    const saved = document.save();
    for (let passed = 0; passed < step; passed++) await Promise.resolve();
    document.addFile("a.csv", "hash");
    await saved;
    expect(document.record.files).toEqual({ "a.csv": "hash" });
    await document.save();
    expect((await stores.notebooks.read(id))?.files).toEqual({ "a.csv": "hash" });
    expect(document.saving.get()).toBe("saved");
  },
);
