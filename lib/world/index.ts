export { fetchWorld, type WorldPorts } from "./fetch-world";
export { worldGuide } from "./guide";
export { isWorldAddress, ordinarySeed, type WorldAnswer, type WorldRequest } from "./request";
export { World } from "./world";
