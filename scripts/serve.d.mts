import type { Server } from "node:http";

export function serve(options: { readonly root: string; readonly allowHost?: string }): Promise<Server>;
export function serveSandbox(options: { readonly ancestor: string }): Promise<Server>;
