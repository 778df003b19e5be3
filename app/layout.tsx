import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./globals.css";
import { Tooltips } from "./_design/tooltip";
import { inboxScript } from "./_shell/file-inbox";
import { linkedScript } from "./_shell/linked";
import { Shell } from "./_shell/shell";
import { themeScript } from "./_shell/theme";
import { WorkspaceProvider } from "./_shell/workspace-provider";

export const metadata: Metadata = {
  title: "Runnel",
  description: "An orchestrator in a browser tab: flows, tasks, retries, caching and SQL, with no server.",
  icons: { icon: "./icon.svg", apple: "./icons/192.png" },
  manifest: "./manifest.webmanifest",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, themeColor: "#1d5b8f" };

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // The theme is set before React is there, so that no page flashes.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
        <script dangerouslySetInnerHTML={{ __html: linkedScript }} />
        <script dangerouslySetInnerHTML={{ __html: inboxScript }} />
      </head>
      <body className="antialiased">
        <WorkspaceProvider>
          <Shell>{children}</Shell>
        </WorkspaceProvider>
        <Tooltips />
      </body>
    </html>
  );
}
