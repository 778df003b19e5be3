/** Whether a name in a CSV file needs quotes: so that it is one, whichever delimiter is looked for, or is not taken for none. */
export function needsQuotes(name: string): boolean {
  return /[",;|\t\r\n]/.test(name) || name === "";
}
