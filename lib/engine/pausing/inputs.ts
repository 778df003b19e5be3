import type { FlowRunId } from "../../base";
import type { Core } from "../context";
import { RuntimeError } from "../errors";
import type { InputCheck } from "../ports/pausing";
import { assertSchema, issueText, type StandardSchemaV1 } from "../ports/schema";
import { deserialize, serialize } from "../results/serializer";
import type { InputKeyset, State } from "../states/state";

/** An input as it lies in storage, so that a run that starts again finds what it was resumed with. */
interface StoredInput {
  readonly version: 1;
  readonly input: unknown;
}

/** Validates and coerces by a schema; rejects with all that is wrong (rule 5.39). Throws where that is no schema. */
export function inputCheck(schema: StandardSchemaV1): InputCheck {
  assertSchema("waitForInput", schema);
  return async (input) => {
    const result = await schema["~standard"].validate(input);
    if (!result.issues) return result.value;
    throw new RuntimeError(`Cannot resume this run: Reason: ${result.issues.map(issueText).join("; ")}`);
  };
}

/** The keys of what belongs to the input of a pause (rule 5.39). */
export function keysetOf(name: "Paused" | "Suspended", key: string): InputKeyset {
  const base = `${name.toLowerCase()}-${key}`;
  return { description: `${base}-description`, response: `${base}-response`, schema: `${base}-schema` };
}

/** Stores the input that a run was resumed with. Throws `SerializationError` where it has no stored form. */
export async function keepInput(
  { storage }: Core,
  id: FlowRunId,
  { response }: InputKeyset,
  value: unknown,
): Promise<void> {
  const input = await serialize(value, "structured");
  await storage.write(path(id, response), { version: 1, input } satisfies StoredInput);
}

/** What a run was resumed with when a pause fired that it has now come to again. */
export async function firedInput({ storage }: Core, id: FlowRunId, fired: State): Promise<unknown> {
  const { runInputKeyset } = fired.stateDetails;
  const entry = runInputKeyset && (await storage.read(path(id, runInputKeyset.response)));
  if (!entry)
    throw new RuntimeError(
      "This pause has already fired, and no input was given to it. Give the pause a key of its own.",
    );
  return await deserialize((entry.value as StoredInput).input, "structured");
}

function path(id: FlowRunId, response: string): string {
  return `inputs/${id}/${response}`;
}
