/** What validates and coerces a value: the part of Standard Schema v1 (standardschema.dev) that is used here. */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** An issue in words: where it is, and what. */
export function issueText({ path = [], message }: SchemaIssue): string {
  const keys = path.map((step) => String(typeof step === "object" ? step.key : step));
  return keys.length > 0 ? `${keys.join(".")}: ${message}` : message;
}

/** Refuses what cannot validate where it is given: whoever is asked for a value later could mend nothing. */
export function assertSchema(option: string, schema: StandardSchemaV1): void {
  const standard: unknown = (schema as Partial<StandardSchemaV1> | null)?.["~standard"];
  const validate: unknown = (standard as Partial<StandardSchemaV1["~standard"]> | undefined)?.validate;
  if (typeof validate !== "function")
    throw new TypeError(
      `${option} must be a Standard Schema, as Valibot, Zod and ArkType make them: an object with "~standard": { version: 1, vendor, validate }.`,
    );
}
