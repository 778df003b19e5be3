/** Shows something only while its cell is pointed at or has the focus; else it cannot be clicked by mistake. */
export const shownInCell =
  "pointer-events-none opacity-0 transition-opacity group-focus-within/cell:pointer-events-auto group-focus-within/cell:opacity-100 group-hover/cell:pointer-events-auto group-hover/cell:opacity-100";
