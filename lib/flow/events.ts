import { emitEvent as emit, type AuthoredEvent, type EventRequest } from "../engine";
import { surroundings } from "./task";

/** Says that something happened: to the run's record, with the run itself among what is related (rule 11.12). Gives the event. */
export function emitEvent(request: EventRequest): AuthoredEvent {
  return emit(surroundings(), request);
}
