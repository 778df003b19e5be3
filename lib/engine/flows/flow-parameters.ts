import { messageOf } from "../../base";
import { resolved } from "../arguments/upstreams";
import { writeLog, type FlowCall, type RunContext } from "../context";
import { ParameterTypeError } from "../errors";
import { issueText, type StandardSchemaV1 } from "../ports/schema";
import { failure } from "../states/final-state";
import { enter } from "./flow-hooks";

/** Waits for a flow's upstreams, and puts their results in the place of futures among its arguments. */
export async function resolveParameters(call: FlowCall, waitFor: unknown): Promise<void> {
  const entries = [];
  for (const [name, value] of Object.entries(call.parameters))
    entries.push([name, (await call.scope.race(resolved(value))).value] as const);
  call.parameters = Object.fromEntries(entries);
  if (waitFor !== undefined) await call.scope.race(resolved(waitFor));
}

/** Validates and coerces the parameters by the flow's schema; a flow whose parameters fail never runs (rule 1.34). */
export async function parametersAreValid(call: FlowCall, context: RunContext): Promise<boolean> {
  const { parameters: schema, validateParameters = true } = call.flow.options;
  if (!schema || !validateParameters) return true;
  const message = "Validation of flow parameters failed with error:";
  try {
    call.parameters = { ...call.parameters, ...(await validated(schema, call.parameters)) };
    return true;
  } catch (error) {
    writeLog(context, "error", `${message} ${messageOf(error)}`);
    await enter(call, context, failure(message, error));
    return false;
  }
}

/** The parameters as the schema gives them back. Throws `ParameterTypeError` where it refuses them. */
async function validated(
  schema: StandardSchemaV1,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const result = await schema["~standard"].validate({ ...parameters });
  if (!result.issues) return result.value as Record<string, unknown>;
  const issues = result.issues.map((issue) => ` - ${issueText(issue)}`).join("\n");
  throw new ParameterTypeError(`Flow run received invalid parameters:\n${issues}`);
}
