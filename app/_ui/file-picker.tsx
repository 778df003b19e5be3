import { useEffect, useRef, type ReactNode } from "react";
import type { FileHandle, PickedFile } from "@/lib/workspace";

interface FilePickerOptions {
  /** Endings of names, with commas. */
  readonly accept: string;
  readonly label: string;
  readonly isMultiple: boolean;
  readonly onFiles: (files: readonly PickedFile[]) => void;
}

interface FilePicker {
  readonly open: () => void;
  /** To be put somewhere on the page. */
  readonly input: ReactNode;
}

/** Lets a person pick files: with their handles where the browser gives them, else through an input. */
export function useFilePicker({ accept, label, isMultiple, onFiles }: FilePickerOptions): FilePicker {
  const input = useRef<HTMLInputElement>(null);
  const take = () => {
    const files = [...(input.current?.files ?? [])];
    if (input.current) input.current.value = "";
    if (files.length > 0) onFiles(files.map((file) => ({ file })));
  };
  // Some may have been picked before the page's code was there.
  const first = useRef(take);
  useEffect(() => first.current(), []);
  const open = async () => {
    const picked = await pickWithHandles(accept.split(","), isMultiple);
    if (picked === "unsupported") input.current?.click();
    else if (picked.length > 0) onFiles(picked);
  };
  return {
    open: () => void open(),
    input: (
      <input
        ref={input}
        type="file"
        multiple={isMultiple}
        accept={accept}
        className="hidden"
        aria-label={label}
        tabIndex={-1}
        onChange={take}
      />
    ),
  };
}

/** A browser with the File System Access API. */
interface PickerWindow {
  showOpenFilePicker?(options: {
    readonly multiple: boolean;
    readonly types: readonly {
      readonly description: string;
      readonly accept: Readonly<Record<string, readonly string[]>>;
    }[];
  }): Promise<readonly FileHandle[]>;
}

/** None where the person changed their mind. */
async function pickWithHandles(
  endings: readonly string[],
  multiple: boolean,
): Promise<readonly PickedFile[] | "unsupported"> {
  const browser = window as Window & PickerWindow;
  if (!browser.showOpenFilePicker) return "unsupported";
  const types = [{ description: "Files that Runnel reads", accept: { "application/octet-stream": endings } }];
  try {
    const handles = await browser.showOpenFilePicker({ multiple, types });
    return await Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError" ? [] : "unsupported";
  }
}
