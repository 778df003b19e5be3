"use client";

import { useRoute } from "../_shell/navigation";
import { FromAddress } from "./from-address";
import { FromLink } from "./from-link";
import { Reading } from "./reading";

/** What an address holds after its `#`: a notebook in a link, or where one is to be fetched. */
export default function SharedPage() {
  const route = useRoute();
  switch (route?.page) {
    case "shared":
    case "embed":
      return <FromLink key={route.text} text={route.text} isFramed={route.page === "embed"} />;
    case "fetched":
      return <FromAddress key={route.url} url={route.url} />;
    default:
      return <Reading />;
  }
}
