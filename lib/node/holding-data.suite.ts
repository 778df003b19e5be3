import type { Clock } from "../base";
import type { DataPort } from "../engine";

/** The data engine, whose work a test's clock waits for. */
export function holdingData(data: DataPort, clock: Clock): DataPort {
  const held = Object.entries(data).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      const release = clock.hold?.();
      try {
        return await (method as (...given: unknown[]) => Promise<unknown>)(...args);
      } finally {
        release?.();
      }
    },
  ]);
  return Object.fromEntries(held) as DataPort;
}
