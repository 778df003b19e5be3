import { warnOfUnknown, type OptionNames } from "../engine";
import { warnOfCall } from "./logging";

/** Warns of each option of a call that there is not, as `task` and `flow` do of theirs: once for each function. Gives the options. */
export function checked<Options extends object, Given extends Partial<Options>>(
  call: { readonly name: string },
  options: Given,
  names: OptionNames<Options>,
): Given {
  // What is no object is refused by whoever reads it.
  if (typeof options === "object" && (options as Given | null) !== null)
    warnOfUnknown(call.name, { fn: call, options, names }, warnOfCall);
  return options;
}
