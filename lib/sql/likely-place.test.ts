import { expect, test } from "vitest";
import { likelyPlace } from "./likely-place";

const query = `-- 2024-13-01, 2147483647 and strptime( count for nothing here
SELECT
  ln(amount) AS size,
  amount + 2147483647 AS more,
  strptime(day, '%d') AS at,
  DATE '2024-13-01' AS due,
  "the key" + 1 AS key
FROM orders
ORDER BY 9, amount - 3, amount - 4
LIMIT 20;
`;

test.each([
  ["Overflow in addition of INT32 (2147483647 + 1)!", 4],
  ["cannot take logarithm of zero", 3],
  ['date field value out of range: "2024-13-01"', 6],
  ['Could not parse string "Ulm" according to format specifier "%d"', 5],
  ['Column "the key" in EXCLUDE list not found in FROM clause', 7],
  ['extract specifier "DUE" not recognized', 6],
  ["ln of what is less than nothing", 3],
  ["Overflow in subtraction of INT16 (-128 - 32700)!", 9],
  ["ORDER terms are out of range", 9],
])("[SQ16] %s: the line of what it speaks of", (message, line) => {
  expect(likelyPlace(message, query)).toEqual({ line });
});

test.each([
  "boom",
  'nothing here is called "amounts"',
  // Stands in several lines.
  'something is wrong with "amount"',
  "Overflow in addition of INT32 (1000000 + 1)!",
])("[SQ16] %s: the lines of the query, where it speaks of nothing or of several places", (message) => {
  expect(likelyPlace(message, query)).toEqual({ line: 2, last: 10 });
});

test("[SQ16] a query of one line is that line, and an empty one the first", () => {
  expect(likelyPlace("boom", "\n\nSELECT error('bang')")).toEqual({ line: 3 });
  expect(likelyPlace("boom", "-- nothing")).toEqual({ line: 1 });
});
