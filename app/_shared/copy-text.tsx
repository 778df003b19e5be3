import { Copy } from "lucide-react";
import { Button } from "../_design/button";
import { useCopying } from "../_ui/use-copying";

interface CopyTextProps {
  readonly text: string;
  readonly children: string;
}

/** Puts a text on the clipboard, and says so. */
export function CopyText({ text, children }: CopyTextProps) {
  const { copied, copy } = useCopying();
  return (
    <>
      <Button onClick={() => void copy(text)}>
        <Copy className="size-3.5" aria-hidden />
        {copied?.word ?? children}
      </Button>
      {/* Beside it: a status within would leave the button without a name. */}
      <span role="status" className="sr-only">
        {copied?.word}
      </span>
    </>
  );
}
