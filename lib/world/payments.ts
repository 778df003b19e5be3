import { Refusal, type Asked } from "./asked";
import { chanceOf } from "../base";
import type { Payment } from "./request";

/** What a run may book: the world remembers it. */
const mostPayments = 10_000;

export function isPost({ request }: Asked): boolean {
  return request.method === "POST";
}

/** Books a payment, unless one of its key is booked: then it is that one, and no other. */
export function book({ request, moment }: Asked): { readonly status: number; readonly json: Payment } {
  const key = request.headers["idempotency-key"]?.slice(0, 200) ?? null;
  const known = key === null ? undefined : moment.payments.find((one) => one.key === key);
  if (known) return { status: 200, json: known };
  const number = moment.payments.length + 1;
  if (number > mostPayments) throw new Refusal(507, "A run books at most 10,000 payments.");
  const chance = chanceOf(moment.seed, "payment", number);
  const id = `pay_${number}_${Math.floor(chance * 36 ** 4)
    .toString(36)
    .padStart(4, "0")}`;
  const payment = { id, key, ...orderIn(request.body) };
  moment.book(payment);
  return { status: 201, json: payment };
}

function orderIn(body: string): Pick<Payment, "order" | "amount"> {
  let said: unknown;
  try {
    said = body === "" ? {} : JSON.parse(body);
  } catch {
    throw new Refusal(400, "The body is not JSON: send { order, amount }.");
  }
  if (typeof said !== "object" || said === null) throw new Refusal(400, "The body is { order, amount }.");
  const { order, amount } = said as { readonly order?: unknown; readonly amount?: unknown };
  return {
    order: typeof order === "number" ? order : typeof order === "string" ? order.slice(0, 100) : null,
    amount: typeof amount === "number" ? amount : null,
  };
}
