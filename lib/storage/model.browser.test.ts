import * as fc from "fast-check";
import { deleteDB } from "idb";
import { expect, test } from "vitest";
import { memoryStores, openBrowserStores, type Stores } from "./index";
import { runStateTypes } from "./records";
import { batch, collect, file, notebook, notebookIds, run, runIds, table, tableRef } from "./samples.suite";

/** Something to ask of stores, and how it prints in a counterexample. */
interface Question {
  readonly ask: (stores: Stores) => Promise<unknown>;
  readonly toString: () => string;
}

function question<A extends unknown[]>(
  name: string,
  args: { [K in keyof A]: fc.Arbitrary<A[K]> },
  ask: (stores: Stores, ...args: A) => Promise<unknown>,
): fc.Arbitrary<Question> {
  return fc.tuple(...args).map((values) => ({
    ask: (stores: Stores) => ask(stores, ...(values as A)),
    toString: () => `${name}(${fc.stringify(values)})`,
  }));
}

const key = fc.constantFrom("a", "a/1", "a/2", "a0", "", "\uffff", "a/\uffff", "é");
const version = fc.option(fc.nat(3), { nil: undefined });
const small = fc.nat(4);
const notebookId = fc.constantFrom(...notebookIds);
const runId = fc.constantFrom(...runIds);
const secretName = fc.constantFrom("a", "a-1", "0");
const hash = fc.constantFrom("x", "y");
const bytes = (text: string) => new Blob([text]);

const questions = fc.oneof(
  question("kv.write", [key, fc.jsonValue(), version], ({ kv }, ...args) => kv.write(...args)),
  question("kv.read", [key], ({ kv }, at) => kv.read(at)),
  question("kv.remove", [key], ({ kv }, at) => kv.remove(at)),
  question("kv.keys", [key], ({ kv }, prefix) => kv.keys(prefix)),
  question("notebooks.write", [notebookId, small, small], ({ notebooks }, id, updatedAt, revision) =>
    notebooks.write(notebook({ id, updatedAt }), revision),
  ),
  question("notebooks.read", [notebookId], ({ notebooks }, id) => notebooks.read(id)),
  question("notebooks.remove", [notebookId], ({ notebooks }, id) => notebooks.remove(id)),
  question("notebooks.list", [], ({ notebooks }) => notebooks.list()),
  question(
    "runs.append",
    [runId, small, notebookId, small, fc.constantFrom(...runStateTypes)],
    ({ runs }, id, seq, ofNotebook, createdAt, stateType) =>
      runs.append(batch({ runId: id, seq }), run({ id, notebookId: ofNotebook, createdAt, stateType })),
  ),
  question("runs.read", [runId], ({ runs }, id) => runs.read(id)),
  question("runs.events", [runId], ({ runs }, id) => collect(runs.events(id))),
  question("runs.remove", [runId], ({ runs }, id) => runs.remove(id)),
  question("runs.list", [small], ({ runs }, limit) => runs.list({ limit })),
  question("runs.list", [small, notebookId], ({ runs }, limit, ofNotebook) =>
    runs.list({ limit, notebookId: ofNotebook }),
  ),
  question("runs.list", [small, runId, small], ({ runs }, limit, id, createdAt) =>
    runs.list({ limit, before: { id, createdAt } }),
  ),
  question("runs.list", [small, notebookId, runId, small], ({ runs }, limit, ofNotebook, id, createdAt) =>
    runs.list({ limit, notebookId: ofNotebook, before: { id, createdAt } }),
  ),
  question("runs.unfinished", [], ({ runs }) => runs.unfinished()),
  question("files.put", [hash, small], ({ files }, of, createdAt) =>
    files.put(file({ hash: of, createdAt })),
  ),
  question("files.read", [hash], ({ files }, of) => files.read(of)),
  question("files.open", [hash], async ({ files }, of) => (await files.open(of))?.text()),
  question("files.list", [], ({ files }) => files.list()),
  question("files.remove", [hash], ({ files }, of) => files.remove(of)),
  question("tables.write", [hash, fc.option(fc.string(), { nil: undefined })], ({ tables }, lineage, rows) =>
    tables.write(table({ ref: tableRef(lineage), ...(rows !== undefined && { rows: bytes(rows) }) })),
  ),
  question("tables.touch", [hash, small], ({ tables }, lineage, usedAt) => tables.touch(lineage, usedAt)),
  question("tables.read", [hash], ({ tables }, lineage) => tables.read(lineage)),
  question("tables.parquet", [hash], async ({ tables }, lineage) => (await tables.rows(lineage))?.text()),
  question("tables.list", [], ({ tables }) => tables.list()),
  question("tables.remove", [hash], ({ tables }, lineage) => tables.remove(lineage)),
  question("catalogue.write", [hash, version], ({ catalogue }, name, revision) =>
    catalogue.write(
      { name, ref: tableRef(), updatedAt: 1, runId: runIds[0], notebookId: notebookIds[0] },
      revision,
    ),
  ),
  question("catalogue.read", [hash], ({ catalogue }, name) => catalogue.read(name)),
  question("catalogue.list", [], ({ catalogue }) => catalogue.list()),
  question("catalogue.remove", [hash], ({ catalogue }, name) => catalogue.remove(name)),
  question("settings.write", [key, fc.jsonValue()], ({ settings }, at, value) => settings.write(at, value)),
  question("settings.read", [key], ({ settings }, at) => settings.read(at)),
  question("settings.remove", [key], ({ settings }, at) => settings.remove(at)),
  question("secrets.write", [secretName, fc.string()], ({ secrets }, name, text) =>
    secrets.write(name, text),
  ),
  question("secrets.read", [secretName], ({ secrets }, name) => secrets.read(name)),
  question("secrets.names", [], ({ secrets }) => secrets.names()),
  question("secrets.remove", [secretName], ({ secrets }, name) => secrets.remove(name)),
  question(
    "permissions.allowSecret",
    [notebookId, secretName, fc.boolean()],
    ({ permissions }, id, name, isAllowed) => permissions.allowSecret(id, name, isAllowed),
  ),
  question("permissions.read", [notebookId], ({ permissions }, id) => permissions.read(id)),
  question("permissions.list", [], ({ permissions }) => permissions.list()),
  question("permissions.remove", [notebookId], ({ permissions }, id) => permissions.remove(id)),
  question("usage", [], async (stores) => (await stores.usage()).bytes),
);

test("[ST5] IndexedDB and memory answer any questions alike", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(questions, { minLength: 10, maxLength: 60, size: "max" }), async (asked) => {
      const name = crypto.randomUUID();
      const browser = await openBrowserStores({ name });
      const memory = memoryStores();
      try {
        for (const { ask } of asked) expect(await ask(browser)).toEqual(await ask(memory));
      } finally {
        browser.close();
        await deleteDB(name);
      }
    }),
    { numRuns: 60 },
  );
});
