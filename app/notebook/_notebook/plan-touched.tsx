import type { Touched } from "@/lib/workspace";
import { List, ListRow } from "../../_design/list";
import { manyText } from "../../_ui/time";

/** What a run would reach outside the notebook, and what of that nobody knows before. */
export function PlanTouched({ touched }: { readonly touched: Touched }) {
  const rows = [
    ...touched.tables.map((table) => [table.name, tableText(table)] as const),
    ...touched.hosts.map(({ origin, access }) => [origin, hostTexts[access]] as const),
    ...touched.secrets.map(({ name, access }) => [name, secretTexts[access]] as const),
    ...touched.files.map(({ name, state }) => [name, fileTexts[state]] as const),
  ];
  const unknown = touched.unknown.map((kind) => unknownTexts[kind]);
  if (rows.length === 0 && unknown.length === 0)
    return <p className="text-muted">It reaches nothing outside the notebook that its text names.</p>;
  return (
    <section aria-labelledby="plan-touched">
      <h3 id="plan-touched" className="mb-1 font-medium">
        Reaches
      </h3>
      <List label="What it reaches">
        {rows.map(([name, text]) => (
          <ListRow key={`${name} ${text}`}>
            <bdi className="font-mono break-all">{name}</bdi>
            <span className="text-muted">{text}</span>
          </ListRow>
        ))}
        {unknown.map((text) => (
          <ListRow key={text}>
            <span className="text-muted">{text}</span>
          </ListRow>
        ))}
      </List>
    </section>
  );
}

function tableText({ effect, rows, owner }: Touched["tables"][number]): string {
  const there = rows === undefined ? "" : `: it has ${manyText(rows, "row")} now`;
  switch (effect) {
    case "new":
      return "is a new table";
    case "replace":
      return `is written over${there}`;
    case "append":
      return `is appended to${there}`;
    case "either":
      return `is written over or appended to${there}`;
    case "taken":
      return `is a table of the notebook “${owner ?? ""}”: loading it fails`;
    case "no-name":
      return "is no name of a table: loading it fails";
  }
}

const hostTexts: Readonly<Record<Touched["hosts"][number]["access"], string>> = {
  allowed: "may be connected to",
  asked: "is refused, and you are asked to allow it",
  denied: "is refused",
  answered: "is answered by Runnel, no network",
};

const secretTexts: Readonly<Record<Touched["secrets"][number]["access"], string>> = {
  granted: "is a secret that this notebook may have",
  asked: "is a secret: the run waits until you allow it",
  missing: "is a secret that is not in this browser: add it under Secrets",
};

const fileTexts: Readonly<Record<Touched["files"][number]["state"], string>> = {
  kept: "is kept in this browser",
  sample: "is a sample file of the app",
  missing: "is a file that is not in this browser: choose it at its cell, or drop it on the notebook",
  readable: "is read on your disk",
  permission: "is on your disk: allow the browser to read it first",
  denied: "is on your disk, and the browser may not read it",
  changed: "is on your disk, and has changed since it was added",
  gone: "was on your disk, and is not there any more",
};

const unknownTexts: Readonly<Record<Touched["unknown"][number], string>> = {
  load: "Its code also makes up names of tables that it loads: these are known as it runs.",
  host: "Its code also makes up addresses that it connects to: these are known as it runs.",
  secret: "Its code also makes up names of secrets: these are known as it runs.",
  file: "Its code also makes up names of files: these are known as it runs.",
};
