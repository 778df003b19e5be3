import { sleep, type Clock } from "../base";
import type { WorldAnswer, WorldRequest } from "./request";

export interface WorldPorts {
  readonly ask: (request: WorldRequest) => Promise<WorldAnswer> | WorldAnswer;
  readonly clock: Clock;
}

/** `fetch` for the world's addresses. Rejects as the platform's does: for a request that makes no sense, or whose signal aborts. */
export async function fetchWorld(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  { ask, clock }: WorldPorts,
): Promise<Response> {
  const request = new Request(input, init);
  const { method, url, signal } = request;
  const headers = Object.fromEntries(request.headers);
  const { status, body, delayMs, ...answer } = await ask({
    method,
    url,
    headers,
    body: await request.text(),
  });
  await sleep(clock, delayMs, signal);
  const response = new Response(body, { status, headers: answer.headers });
  Object.defineProperty(response, "url", { value: url });
  return response;
}
