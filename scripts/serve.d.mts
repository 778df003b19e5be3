import type { Server } from "node:http";

export function serve(options: {
  readonly port?: number;
  readonly root?: string;
  readonly hasHeaders?: boolean;
  readonly prefix?: string;
  readonly allowHost?: string;
}): Promise<Server>;
export function serveSandbox(options: { readonly ancestor: string }): Promise<Server>;
