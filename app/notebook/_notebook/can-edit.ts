"use client";

import { createContext, use } from "react";

/** Whether this tab may edit the notebook. */
export const CanEdit = createContext(true);

/** Whether this tab may edit the notebook. */
export function useCanEdit(): boolean {
  return use(CanEdit);
}
