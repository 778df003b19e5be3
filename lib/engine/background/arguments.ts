import { messageOf, type StateId, type TaskRunId } from "../../base";
import { AllowFailure, Opaque, Quote, Unmapped, isAnnotation } from "../arguments/annotations";
import type { Core } from "../context";
import { SerializationError } from "../errors";
import { Future } from "../futures/future";
import { decode, encode, type AnyCodec } from "../results/codec";
import { State } from "../states/state";
import { BackgroundRun, DistributedFuture } from "./distributed-future";

/** What a run is called with. */
interface Arguments {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly waitFor: unknown;
}

/**
 * Arguments in the form in which they wait in the queue: a copy, so that later changes do not reach the run. Throws
 * `SerializationError` for what has no such form, as Prefect does for the future of a submitted run.
 */
export function storedArguments(core: Core, task: string, { parameters, waitFor }: Arguments): unknown {
  try {
    const codecs = argumentCodecs(core);
    return structuredClone({
      parameters: encode(parameters, "parameters", codecs),
      waitFor: encode(waitFor, "waitFor", codecs),
    });
  } catch (error) {
    throw new SerializationError(
      `The arguments of task '${task}' cannot be stored for a background run: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/** Arguments out of the queue; futures among them are those of the engine that asks. */
export function revivedArguments(core: Core, stored: unknown): Arguments {
  const { parameters, waitFor } = stored as Arguments;
  const codecs = argumentCodecs(core);
  return {
    parameters: decode(parameters, codecs) as Arguments["parameters"],
    waitFor: decode(waitFor, codecs),
  };
}

const annotations = { AllowFailure, Opaque, Quote, Unmapped };

interface AnnotationData {
  readonly name: keyof typeof annotations;
  readonly value: unknown;
}

function argumentCodecs(core: Core): readonly AnyCodec[] {
  const future: AnyCodec = {
    tag: "future",
    is: (value): value is object => value instanceof Future,
    encode(value) {
      if (value instanceof DistributedFuture) return value.taskRunId;
      throw new SerializationError(
        "the future of a submitted run lives no longer than its flow run. Pass its result, or `delay` that task too.",
      );
    },
    decode: (id) => {
      const pending = new State(core.newId<StateId>(), core.clock.now(), { type: "PENDING" });
      return new DistributedFuture(new BackgroundRun(core, id as TaskRunId, () => pending));
    },
  };
  const annotation: AnyCodec = {
    tag: "annotation",
    is: (value): value is object => isAnnotation(value),
    encode(value) {
      const name = Object.entries(annotations).find(([, kind]) => value instanceof kind)?.[0];
      return { name, value: encode((value as Quote).value, "value", codecs) };
    },
    decode(data) {
      const { name, value } = data as AnnotationData;
      return new annotations[name](decode(value, codecs));
    },
  };
  const codecs = [future, annotation];
  return codecs;
}
