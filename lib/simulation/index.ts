export { simulationOf, usualSimulation } from "./settings";
export { simulate, simulatedId, type Simulated } from "./simulate";
export type { ClockCommand, ClockView } from "./virtual-clock";
