import { emitEvent as emit, type AuthoredEvent, type EventRequest, type OptionNames } from "../engine";
import { checked } from "./known-options";
import { surroundings } from "./task";

const requestNames: OptionNames<EventRequest> = {
  ...{ event: true, resource: true, related: true, payload: true, follows: true },
};

/** Says that something happened: to the run's record, with the run itself among what is related (rule 11.12). Gives the event. */
export function emitEvent(request: EventRequest): AuthoredEvent {
  return emit(surroundings(), checked(emitEvent, request, requestNames));
}
