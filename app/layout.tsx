import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./globals.css";
import { Pages } from "./_app/pages";
import { WorkspaceProvider } from "./_app/workspace-provider";
import { themeScript } from "./_app/theme";
import { TooltipDelay } from "./_design/tooltip";

export const metadata: Metadata = {
  title: "Runnel",
  description: "An orchestrator in a browser tab: flows, tasks, retries, caching and SQL, with no server.",
  icons: { icon: "./icon.svg" },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // The theme is set before React is there, so that no page flashes.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body className="antialiased">
        <TooltipDelay>
          <WorkspaceProvider>
            <Pages>{children}</Pages>
          </WorkspaceProvider>
        </TooltipDelay>
      </body>
    </html>
  );
}
