import type { RunContext } from "../context";
import { Transaction, type TransactionData } from "./transaction";

/** Values by name. */
type Values = Readonly<Record<string, unknown>>;

/** What another realm is to know of a transaction and of those around it, from the outside in. */
export function packTransactions(transaction: Transaction | null): readonly TransactionData[] {
  return transaction ? [...packTransactions(transaction.getParent()), transaction.shown] : [];
}

/** The transactions again, in the realm of the context: to read, to keep values in, and to hold what is done inside. */
export function unpackTransactions(
  context: RunContext,
  [first, ...rest]: readonly TransactionData[],
): RunContext {
  if (!first) return context;
  return unpackTransactions(context.with({ transaction: Transaction.copyOf(context, first) }), rest);
}

/** The values that were kept in a copy and in those around it, from the inside out. */
export function keptIn(transaction: Transaction | null): readonly Values[] {
  return transaction ? [transaction.kept, ...keptIn(transaction.getParent())] : [];
}

/** Keeps in a transaction, and in those around it, what was kept in their copies. */
export function keepIn(transaction: Transaction | null, [first, ...rest]: readonly Values[]): void {
  if (!transaction || !first) return;
  for (const [name, value] of Object.entries(first)) transaction.set(name, value);
  keepIn(transaction.getParent(), rest);
}
