/** Shows another address of the app without leaving the page; set where leaving it would lose all that there is. */
let inPlace: ((address: string) => void) | undefined;

/** Goes to an address of the app, relative to its folder. */
export function go(address: string): void {
  if (inPlace) inPlace(address);
  else location.assign(address);
}

/** From now on `go` shows addresses that way; the returned function ends that. */
export function goInPlace(show: (address: string) => void): () => void {
  inPlace = show;
  return () => {
    inPlace = undefined;
  };
}
