/** What the world has, for a person: what it answers at its root, and to an address that leads nowhere. */
export const worldGuide = `https://world.test is answered by Runnel, without a network. An address is any behaviours, then what is asked for:
https://world.test/flaky/slow/orders?fail=2&delay=5

What there is
  /orders        500 orders of March 2026. ?day=2026-03-02, ?page=2&per_page=50; /orders/7 is one of them
  /customers     40 customers as they are now, or ?at=2026-03-15T00:00:00Z
  /changes       what changed of customers, up to now. ?since=2026-03-01T00:00:00Z
  /rates         exchange rates. ?day=2026-03-02&base=EUR
  /files         a list of files, one for each day; /files/2026-03-01.csv is one. That of 2026-03-07 is large
  /payments      POST { order, amount } books a payment, with an Idempotency-Key only once; GET lists them
Lists are JSON in pages: { data, page, per_page, pages, total, next }. /orders.csv and /orders.ndjson are the rows alone.

Behaviours
  flaky          the first attempts of a request fail. ?fail=1&status=503; or each by chance: ?rate=0.2
  lossy          it is done, and the answer of the first attempts is lost (504). ?lose=1
  limited        429 with Retry-After above so many requests in so many seconds. ?limit=5&per=10
  slow           the answer takes so many seconds. ?delay=2
  private        401 without the header Authorization: Bearer <any token>
  late           rows are there once they have arrived, up to three days after their time
  drifting       from a day on, rows have other columns. ?from=2026-03-10
  messy          one row in ten is double, empty, no number, below zero, or in capitals

The same seed gives the same answers: ?seed=7, or else that of the run. Attempts and payments are counted anew in each run. Time is the run's.
`;
