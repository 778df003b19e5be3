import { expect, type Locator, type Page } from "@playwright/test";
import { sites } from "../scripts/test-sites.mjs";
import { markdownOf, Stored, type NewCell } from "./stored";

export type { NewCell };

/** Where the tests' server serves the app as `npm start` does. */
export const home = sites.app;

/** The app, as a person uses it. */
export class App {
  readonly page: Page;
  readonly home: string;

  constructor(page: Page, site: string = home) {
    this.page = page;
    this.home = site;
  }

  async openExample(title: string): Promise<void> {
    await this.page.goto(this.home);
    await this.page.getByRole("link", { name: title }).first().click();
    await expect(this.title).toHaveValue(title);
  }

  /** Opens a notebook of the person's own without a title of its own, which is put into the storage first. */
  async openNew(...cells: readonly NewCell[]): Promise<void> {
    await this.openNamed("Untitled", ...cells);
  }

  /** Opens one with a title. */
  async openNamed(title: string, ...cells: readonly NewCell[]): Promise<void> {
    await this.#openStored(title, "own", markdownOf(cells));
  }

  /** Opens a notebook that came from elsewhere, which is put into the storage first. */
  async openForeign(title: string, text: string): Promise<void> {
    await this.#openStored(title, "import", text);
  }

  async #openStored(title: string, origin: "own" | "import", text: string): Promise<void> {
    await this.page.goto(await this.stored.addNotebook(title, origin, text));
    await this.editable(title);
  }

  /** Makes an empty notebook from the home page, and puts cells into it, by hand. */
  async makeByHand(...cells: readonly NewCell[]): Promise<void> {
    await this.page.goto(this.home);
    await this.page.getByRole("button", { name: "Empty notebook" }).click();
    await this.editable("Untitled");
    for (const { kind, text, name } of cells) {
      await this.addCell(kind);
      const cell = this.page.locator("[data-cell]").last();
      await this.write(cell, text);
      if (name !== undefined) await this.rename(cell, name);
    }
  }

  /** Waits until the notebook of that title is open, and may be edited here. */
  async editable(title: string): Promise<void> {
    await expect(this.title).toHaveValue(title);
    await expect(this.#adding.last()).toBeVisible();
  }

  /** Adds a cell below the others. */
  async addCell(kind: NewCell["kind"]): Promise<void> {
    await this.#adding.last().getByRole("button", { name: kind }).click();
  }

  get #adding(): Locator {
    return this.page.getByRole("toolbar", { name: "Add a cell" });
  }

  /** What the browser keeps of it. */
  get stored(): Stored {
    return new Stored(this.page, this.home);
  }

  /** Looks at the run through a lens, once that is there: before, its panel is empty. */
  async lens(name: "Timeline" | "Graph" | "Logs" | "Artifacts" | "History"): Promise<void> {
    // Its tab says how many there are, too. The panel of the lens before is there for a moment longer.
    const named = { name: new RegExp(name) };
    await this.runPanel.getByRole("tab", named).click();
    await expect(this.runPanel.getByRole("tabpanel", named)).not.toBeEmpty();
  }

  /** The text of each line of the run's log, from the panel. */
  async log(): Promise<Locator> {
    await this.lens("Logs");
    return this.runPanel.getByRole("log");
  }

  get title(): Locator {
    return this.page.getByLabel("Title of the notebook");
  }

  get runPanel(): Locator {
    return this.page.getByRole("region", { name: "Run", exact: true });
  }

  /** The cell whose table, task or flow has that name. */
  cell(name: string): Locator {
    return this.page.locator(`section[aria-label$="cell ${name}"]`);
  }

  /** Replaces a cell's text. */
  async write(cell: Locator, text: string): Promise<void> {
    const editor = cell.locator(".cm-content");
    // An editor is made once its cell is near the screen.
    await cell.scrollIntoViewIfNeeded();
    await expect(editor).toBeEditable();
    await editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    // As it is pasted over the old text: an editor that closes brackets by itself would add some to what is
    // typed, and a cell that is empty for a moment loses the name by which it is found here.
    await editor.evaluate((element, pasted) => {
      const data = new DataTransfer();
      data.setData("text/plain", pasted);
      element.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, text);
  }

  async rename(cell: Locator, name: string): Promise<void> {
    const field = cell.getByLabel("Name of the table");
    await field.fill(name);
    await field.press("Enter");
  }

  /** Chooses what a phone's bar has no room for. */
  async chooseMore(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "More", exact: true }).click();
    await this.page.getByRole("menuitem", { name, exact: true }).click();
  }

  /** Starts a run; does not wait for it. */
  async start(): Promise<void> {
    await this.page.getByRole("button", { name: "Run", exact: true }).click();
  }

  /** Runs the notebook, and waits until the run is in that state. */
  async run(state: string | RegExp): Promise<void> {
    await this.start();
    await this.ended(state);
  }

  async ended(state: string | RegExp): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Run", exact: true })).toBeVisible({
      timeout: 300_000,
    });
    await expect(this.head).toContainText(state);
  }

  /** How the run that is looked at stands, and why. */
  get head(): Locator {
    return this.runPanel.locator("header");
  }

  /** Drops files on the page, as from a folder. */
  async drop(
    target: string,
    ...files: readonly { readonly name: string; readonly text: string | Buffer }[]
  ): Promise<void> {
    const data = await this.page.evaluateHandle(
      (given) => {
        const transfer = new DataTransfer();
        for (const { name, bytes } of given)
          transfer.items.add(new File([Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0))], name));
        return transfer;
      },
      files.map(({ name, text }) => ({ name, bytes: Buffer.from(text).toString("base64") })),
    );
    for (const type of ["dragover", "drop"])
      await this.page.dispatchEvent(target, type, { dataTransfer: data });
  }

  /** The runs that the history lists, the latest first. */
  async history(): Promise<Locator> {
    await this.lens("History");
    return this.runPanel.getByRole("tabpanel").getByRole("listitem");
  }

  /** The names of the states of a run's task runs, by the task runs' names without their endings. */
  async taskStates(): Promise<Record<string, string>> {
    await this.lens("Timeline");
    const grid = this.runPanel.getByRole("treegrid", { name: "Task runs" });
    await grid.or(this.runPanel.getByText("No task has run")).waitFor();
    const closed = grid.getByRole("row", { expanded: false });
    // They are drawn once there is room for them.
    const areAllDrawn = () =>
      expect.poll(async () => {
        const count = (await grid.count()) > 0 ? await grid.getAttribute("aria-rowcount") : "0";
        return Number(count) - (await grid.getByRole("row").count());
      });
    await areAllDrawn().toBe(0);
    while ((await closed.count()) > 0) await closed.first().getByRole("button").click();
    await areAllDrawn().toBe(0);
    const labels = await grid
      .getByRole("row")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
    return Object.fromEntries(
      labels.flatMap((label) => {
        const [, name = "", state = ""] = /^([^×]*?)(?:-[0-9a-f]{3})?: (\w+)/.exec(label) ?? [];
        return name === "" ? [] : [[name, state] as const];
      }),
    );
  }
}
