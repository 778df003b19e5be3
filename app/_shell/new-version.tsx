"use client";

import { RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import { Banner } from "../_design/banner";
import { Button } from "../_design/button";

/** Has the app kept for offline, and says when a new version of it is ready. */
export function NewVersion() {
  const [take, setTake] = useState<() => void>();
  useEffect(() => {
    // After all that the page needs.
    const start = () =>
      import("./offline")
        .then(({ startOffline }) => startOffline((taking) => setTake(() => taking)))
        // Without it the app works as long as there is a network.
        .catch(() => undefined);
    const timer = setTimeout(() => void start(), patience);
    return () => clearTimeout(timer);
  }, []);
  if (!take) return null;
  return (
    <div className="sticky top-0 z-alert">
      <Banner
        tone="info"
        icon={RefreshCw}
        role="status"
        actions={
          <Button look="primary" onClick={take}>
            Reload
          </Button>
        }
      >
        <strong>A new version is ready.</strong> Reload to have it: what is saved stays.
      </Banner>
    </div>
  );
}

/** Milliseconds until the app is kept: not before the page is used. */
const patience = 1_000;
