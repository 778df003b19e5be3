import { dayOf } from "./asked";
import { chanceOf, oneOf } from "../base";
import type { Row } from "./rows";

const dayMs = 86_400_000;

/** The first day of which the world knows orders. */
export const firstDay = Date.UTC(2026, 2, 1);

/** Days of orders, and how many orders these days have. */
const days = 31;
const orderCount = 500;

export const cities = ["Seoul", "Busan", "Lisbon", "Oslo", "Nairobi", "Lima", "Québec", "Pune"] as const;
const products = ["tea", "lamp", "desk", "bicycle", "kettle", "atlas"] as const;

/** Customers that orders name. */
export const customerCount = 40;

let latest: { readonly seed: number; readonly rows: readonly Row[] } | undefined;

/** The orders of March 2026, by their ids, which are in the order of time. */
export function orders(seed: number): readonly Row[] {
  // A run asks for many pages of the same.
  if (latest?.seed !== seed) latest = { seed, rows: madeOrders(seed) };
  return latest.rows;
}

function madeOrders(seed: number): readonly Row[] {
  return Array.from({ length: orderCount }, (_, index) => {
    const span = (days * dayMs) / orderCount;
    const at = firstDay + Math.floor((index + chanceOf(seed, "order", index + 1, "at")) * span);
    return order(seed, index + 1, at);
  });
}

/** One order, of that time. */
export function order(seed: number, id: number, at: number): Row {
  const chance = (name: string) => chanceOf(seed, "order", id, name);
  const quantity = 1 + Math.floor(chance("quantity") * 5);
  return {
    id,
    day: dayOf(at),
    ordered_at: new Date(Math.floor(at / 1000) * 1000).toISOString().replace(".000", ""),
    customer_id: 1 + Math.floor(chance("customer") * customerCount),
    product: oneOf(products, chance("product")),
    quantity,
    amount: Math.round(quantity * (5 + chance("price") * 195) * 100) / 100,
    city: oneOf(cities, chance("city")),
  };
}
