import type { Touched } from "@/lib/workspace";

/** What a notebook asks for, each thing as one phrase: `network api.example.com`, `writes table x`. */
export function asksTexts({ hosts, secrets, files, tables, unknown }: Touched): readonly string[] {
  return [
    // What the app itself answers is asked of nobody.
    ...hosts.flatMap(({ origin, access }) =>
      access === "answered" ? [] : `network ${origin.replace(/^https:\/\//, "")}`,
    ),
    ...secrets.map(({ name }) => `secret ${name}`),
    // What comes with the app is there.
    ...files.flatMap(({ name, state }) => (state === "sample" ? [] : [`file ${name}`])),
    ...tables.map(({ name }) => `writes table ${name}`),
    ...unknown.map((kind) => unknownTexts[kind]),
  ];
}

const unknownTexts: Readonly<Record<Touched["unknown"][number], string>> = {
  load: "tables whose names its code makes up",
  host: "hosts whose names its code makes up",
  secret: "secrets whose names its code makes up",
  file: "files whose names its code makes up",
};
