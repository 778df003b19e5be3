const first = Number(process.env.TEST_PORT ?? 4173);
const at = (host, index, path = "/") => `http://${host}:${first + index}${path}`;

/** Where the tests' servers are: four ports from `TEST_PORT`. */
export const sites = {
  /** The app as `npm start` serves it, its sandbox on a second site. */
  app: at("localhost", 0),
  sandbox: at("127.0.0.1", 1),
  /** The app as the plainest host would serve it: from a subpath, without headers, without a second site, and no file above 25 MiB. */
  plain: at("localhost", 2, "/some/where/"),
  /** A port for whoever listens to what gets out. */
  outside: at("localhost", 3),
};
