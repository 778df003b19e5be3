export { compare, type Compared } from "./compare";
export type { Difference } from "./difference";
export type { Ran } from "./ran";
export type { Bar, ComparedTask, Side } from "./sides";
