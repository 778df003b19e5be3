import { Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../_design/button";

interface CopyTextProps {
  readonly text: string;
  readonly children: string;
}

/** Puts a text on the clipboard, and says so. */
export function CopyText({ text, children }: CopyTextProps) {
  const [said, setSaid] = useState<"Copied" | "Not copied">();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setSaid("Copied"),
      () => setSaid("Not copied"),
    );
  };
  return (
    <Button onClick={copy}>
      <Copy className="size-3.5" aria-hidden />
      <span role="status">{said ?? children}</span>
    </Button>
  );
}
