/**
 * Shows something only while its cell is pointed at or has the focus; else it cannot be clicked by mistake. By touch nothing is
 * pointed at: there it is always shown.
 */
export const shownInCell =
  "not-pointer-coarse:pointer-events-none not-pointer-coarse:opacity-0 transition-opacity group-focus-within/cell:pointer-events-auto group-focus-within/cell:opacity-100 group-hover/cell:pointer-events-auto group-hover/cell:opacity-100";
