import { LostWorker, type WorkerPort } from "../../engine";
import { withContext } from "../ambient";
import type { Faults } from "./program.suite";
import type { Chance } from "./seed.suite";
import type { World } from "./world.suite";

/** Workers that answer late, die before they begin, or die with the reply. A cancelled one is gone at once. */
export function trialWorkers(world: World, chance: Chance, faults: Faults): WorkerPort {
  const lost = () => new LostWorker("The worker is gone.");
  return {
    async run(call, args, context) {
      const work = async () => {
        await world.gate(chance.pick([0, 0, 1, 20]));
        if (chance.holds(faults.workerDies)) throw lost();
        const isLost = chance.holds(faults.replyIsLost);
        const reply = await withContext(context, async () => await call.task.fn(...(args as never[]))).then(
          (value: unknown) => ({ value }),
          (error: unknown) => ({ error }),
        );
        await world.gate(chance.pick([0, 0, 1, 20]));
        if (isLost) throw lost();
        if ("error" in reply) throw reply.error;
        return reply.value;
      };
      return await context.scope.race(work());
    },
  };
}
