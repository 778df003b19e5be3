/** From the left edge to the right one, as a style; what is beyond them is cut. */
export function placed(left: number, right: number): { readonly left: string; readonly width: string } {
  const [from, to] = [Math.max(0, left), Math.min(1, right)];
  // What is at the very end is in sight as well.
  return {
    left: `min(${(from * 100).toFixed(3)}%, 100% - 3px)`,
    width: `${(Math.max(0, to - from) * 100).toFixed(3)}%`,
  };
}
