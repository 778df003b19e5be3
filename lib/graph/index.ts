export { type GraphEdge, type GraphNode, type GraphState, nameToDraw, type RunGraph } from "./graph";
export { enlarged } from "./enlarged";
export { lineage, longestPath } from "./lineage";
export { mermaidOf } from "./mermaid";
export { pathThrough } from "./path";
export { type Direction, placed, type PlacedBox, type PlacedEdge, type PlacedGraph } from "./placed";
export { type Step, stepFrom } from "./steps";
export { stateText } from "./state-text";
export { svgOf } from "./svg";
