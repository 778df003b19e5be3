export { seeded } from "./seeded";
export { simulationOf, usualSimulation } from "./settings";
export { simulate, simulatedId, type Simulated } from "./simulate";
export { VirtualClock, type ClockCommand, type ClockView } from "./virtual-clock";
