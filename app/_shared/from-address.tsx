import { Download } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import {
  fetchNotebook,
  fileAddress,
  isForLearning,
  openedFile,
  type FileAddress,
  type ReadLink,
} from "@/lib/workspace/opened";
import { Button } from "../_design/button";
import { fileUrl } from "../_shell/base-url";
import { frameHost } from "../_shell/frame-host";
import { go } from "../_shell/navigation";
import { useWorkspace } from "../_shell/workspace-provider";
import { useTitle } from "../_shell/title";
import { HomeLink } from "../_ui/home-link";
import { OpenedView } from "./opened-view";
import type { Origin } from "./origin";
import { takeWanted } from "./wanted-address";

/** A notebook's file somewhere else: asks before its host hears of anybody, and then shows it. */
export function FromAddress({ url }: { readonly url: string }) {
  const [found] = useState(() => addressIn(url));
  const [origin] = useState<Origin>({ kind: "address", address: url });
  const [opened, setOpened] = useState<Required<ReadLink>>();
  const [problem, setProblem] = useState<string>();
  const [isWanted] = useState(() => takeWanted(url));
  const [isBusy, setBusy] = useState(isWanted);
  useTitle("A notebook from elsewhere");
  const workspace = useWorkspace();
  const load = useCallback(
    (address: FileAddress) => {
      const show = async () => {
        const read = await fetched(address);
        // A lesson goes on as a link: it is the same wherever it came from.
        if (workspace && isForLearning(read)) {
          const text = await (await workspace.lessons()).linkTo(read.opened.shared.notebook);
          go({ page: "lesson", text }, { replace: true });
        } else setOpened(read);
      };
      show()
        .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
        .finally(() => setBusy(false));
    },
    [workspace],
  );
  useEffect(() => {
    if (workspace && isWanted && "host" in found) load(found);
  }, [workspace, isWanted, found, load]);
  const ask = (address: FileAddress) => {
    setBusy(true);
    setProblem(undefined);
    load(address);
  };
  if (opened) return <OpenedView {...opened} origin={origin} />;
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6 py-12">
      <HomeLink />
      <h1 className="text-xl font-semibold tracking-tight">
        {"host" in found ? `Open a notebook from ${found.host}?` : "This address cannot be opened"}
      </h1>
      <p className="rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs break-all">{url}</p>
      {"host" in found ? (
        <>
          <p className="text-muted">
            {!isBusy && problem === undefined && "Nothing has been fetched yet. "}
            If you say so, it is fetched from there, without cookies and without telling where from, and
            shown: nothing of it runs.
          </p>
          <div>
            <Button look="primary" disabled={isBusy} onClick={() => ask(found)}>
              <Download className="size-3.5" aria-hidden />
              {isBusy ? "Fetching…" : `Fetch from ${found.host}`}
            </Button>
          </div>
        </>
      ) : (
        <p className="text-muted">{found.problem}</p>
      )}
      {problem !== undefined && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
    </main>
  );
}

async function fetched(address: FileAddress): Promise<Required<ReadLink>> {
  const file = await fetchNotebook(address, { fileUrl, frameHost });
  const { readAny } = await import("@/lib/exchange");
  return await openedFile(await readAny([{ file }]));
}

function addressIn(url: string): FileAddress | { readonly problem: string } {
  try {
    return fileAddress(url);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
