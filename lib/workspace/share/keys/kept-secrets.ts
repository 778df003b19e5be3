import type { Stores } from "../../../storage";
import { secretForms } from "../../secrets/secret-forms";
import type { SecretForms } from "./keys-in";

/** A secret of the person's, which must not get into what they hand on by accident. */
export interface KeptSecret {
  readonly name: string;
  readonly text: string;
}

/** The secrets that are kept here. */
export async function keptSecrets({ secrets }: Pick<Stores, "secrets">): Promise<readonly KeptSecret[]> {
  const names = await secrets.names();
  return await Promise.all(names.map(async (name) => ({ name, text: (await secrets.read(name)) ?? "" })));
}

/** The forms in which a text may hold one of them. */
export function formsOf(kept: readonly KeptSecret[]): SecretForms {
  return new Map(kept.flatMap(({ name, text }) => secretForms(text).map((form) => [form, name] as const)));
}
