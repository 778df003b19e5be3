import type { RunNameSource } from "../definition/options";
import { typeName } from "../text";

/** A run's name from its template or function (rules 2.11 and 5.8): `train on {dataset.name}`. */
export function renderedName(
  option: "taskRunName" | "flowRunName",
  source: RunNameSource,
  parameters: Readonly<Record<string, unknown>>,
): string {
  if (typeof source === "string") return rendered(source, parameters);
  const name: unknown = source({ parameters });
  if (typeof name !== "string")
    throw new TypeError(`Callable for '${option}' returned type ${typeName(name)} but a string is required`);
  return name;
}

/** A template with its `{placeholders}` filled: names, with `.attribute` and `[index]` after them; `{{` is a brace. */
export function rendered(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (text, path: string | undefined) => {
    if (path === undefined) return text.charAt(0);
    return printed(valueAt(path, values));
  });
}

function valueAt(path: string, values: Readonly<Record<string, unknown>>): unknown {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  let value: unknown = values;
  for (const step of steps) {
    const key = step.replace(/^['"]|['"]$/g, "");
    if (value === null || value === undefined || !(key in Object(value)))
      throw new TypeError(`Cannot fill '{${path}}' in a name: there is no '${key}'.`);
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function printed(value: unknown): string {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? JSON.stringify(value)
    : String(value);
}

const adjectives =
  "agile amber bold brave brisk calm clever cosmic crimson daring eager fluent gentle golden graceful humble ivory jolly keen lively lucid mellow modest nimble olive proud quiet rapid rustic scarlet serene silent silver smooth solar steady swift tidy umber vivid warm witty".split(
    " ",
  );
const nouns =
  "badger beaver bison brook canyon cedar condor coral crane delta dolphin falcon fjord fox gecko glacier grove harbor heron ibis jaguar kestrel lagoon lark lemur lynx maple marten meadow otter panda pelican pine quail raven reef river robin salmon sparrow stream tapir toucan willow wren".split(
    " ",
  );

/** Two words, by chance: the name of a flow run whose author chose none. */
export function slug(random: () => number): string {
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? "";
  return `${pick(adjectives)}-${pick(nouns)}`;
}
