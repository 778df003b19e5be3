import { openBrowserStores } from "./index";
import { runIds } from "./samples.suite";
import { workInTab } from "./tab.suite";

/** The other tab: a dedicated worker with stores of its own. */
self.addEventListener("message", (event: MessageEvent<string>) => {
  void openBrowserStores({ name: event.data }).then(async (stores) => {
    const own = await workInTab(stores, "worker", runIds[0]);
    stores.close();
    self.postMessage(own);
  });
});
