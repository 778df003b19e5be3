export { seeded } from "./seeded";
export { simulationOf, usualSimulation } from "./settings";
export { simulate, type Simulated } from "./simulate";
export { VirtualClock, type ClockCommand, type ClockView } from "./virtual-clock";
