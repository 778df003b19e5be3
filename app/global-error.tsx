"use client";

/** Stands where not even the shell could be drawn. It takes nothing from the rest of the app, which may be what failed. */
export default function GlobalError({ error }: { readonly error: Error }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-6 py-12">
          <h1 className="text-xl font-semibold tracking-tight">Runnel cannot be drawn</h1>
          <p className="text-muted">{error.message}. Nothing that was saved is lost: reload the page.</p>
          <p>
            <button type="button" onClick={() => location.reload()}>
              Reload
            </button>
          </p>
        </main>
      </body>
    </html>
  );
}
