/**
 * Has the rules keep their context over `await` as notebooks do, by the same compiler: a browser has no AsyncLocalStorage.
 * A plugin of the tests in the browser; what it changes in a line leaves the lines as they are.
 */
export function contextKeeping() {
  let compiler;
  return {
    name: "runnel:keep-context",
    configureServer(server) {
      const load = (file) => server.ssrLoadModule(`/lib/notebook/compile/${file}.ts`);
      compiler = () => Promise.all([load("javascript"), load("context"), load("insertion")]);
    },
    async transform(code, id) {
      if (!/\/lib\/flow\/rules\/[^/]+\.suite\.ts$/.test(id)) return undefined;
      const [{ parseJavaScript }, { keepContext }, { insertAll }] = await compiler();
      const read = parseJavaScript(code);
      if (!read.ok) throw new Error(`${id}: ${read.problem.message}`);
      return machinery + insertAll(code, keepContext(read.program, code), 1).text;
    },
  };
}

const machinery =
  'import { bind as $bind, currentContext as $save, restore as $restore } from "/lib/flow/ambient.ts";';
