/** Bytes of one message that are kept (rule 11.11). */
const mostBytes = 1_000_000;
const ending = "... [truncated]";

/** A message as the log keeps it: cut off where it is longer than a million bytes in UTF-8. */
export function loggedText(message: string): string {
  // No character of a string has more than three bytes.
  if (message.length * 3 <= mostBytes) return message;
  const encoder = new TextEncoder();
  if (encoder.encode(message).length <= mostBytes) return message;
  const { read } = encoder.encodeInto(message, new Uint8Array(mostBytes - ending.length));
  return message.slice(0, read) + ending;
}
