"use client";

import { Copy, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { SharedLink, Workspace } from "@/lib/workspace";
import { IconButton } from "../_design/icon-button";
import { List, ListRow } from "../_design/list";
import { addressOf } from "../_shell/route";
import { Ago } from "../_ui/ago";
import { countText } from "../_ui/time";
import { useCopying } from "../_ui/use-copying";
import { HomeSection } from "./home-section";

/** The links that were shared last from this browser; nothing where there are none. */
export function SharedLinkList({ links }: { readonly links: Workspace["sharedLinks"] }) {
  const [shared, setShared] = useState<readonly SharedLink[]>([]);
  const { copied, copy } = useCopying();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    void links.list().then(setShared);
  }, [links]);
  if (shared.length === 0) return null;
  const forget = async ({ link }: SharedLink) => {
    await links.remove(link);
    setShared(await links.list());
    heading.current?.focus();
  };
  return (
    <HomeSection title="Recently shared links" heading={heading}>
      <List>
        {shared.map((one) => (
          <ListRow
            key={one.link}
            href={addressOf({ page: "shared", text: one.link.slice(one.link.indexOf("#") + 1) })}
            meta={
              <>
                <span className="max-sm:hidden">{countText(one.characters)} characters</span>
                <Ago at={one.at} />
              </>
            }
            actions={
              <>
                <IconButton
                  icon={Copy}
                  label={`Copy the link to ${one.title}`}
                  onClick={() => void copy(one.link)}
                />
                <IconButton
                  icon={X}
                  label={`Forget the link to ${one.title}`}
                  onClick={() => void forget(one)}
                />
              </>
            }
          >
            <span className="max-w-full truncate font-medium">{one.title}</span>
            <span role="status" className="text-xs text-muted">
              {copied?.text === one.link && copied.word}
            </span>
          </ListRow>
        ))}
      </List>
    </HomeSection>
  );
}
