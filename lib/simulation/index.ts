export { realTime, rest } from "./real-time";
export { seeded } from "./seeded";
export { simulationOf, usualSimulation, usualSpeed } from "./settings";
export { simulate, simulatedId, type SimulatePorts, type Simulated } from "./simulate";
export type { OwnTables } from "./simulated-data";
export type { ClockCommand, ClockView } from "./virtual-clock";
