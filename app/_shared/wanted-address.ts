/** The address of which a person said just now that they want it: its host is not asked for a second time. */
let wanted: string | undefined;

export function wantAddress(url: string): void {
  wanted = url;
}

/** Whether the person wants what is there, which holds once. */
export function takeWanted(url: string): boolean {
  const isWanted = wanted === url;
  wanted = undefined;
  return isWanted;
}
