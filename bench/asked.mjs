import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that answers each line with a line of JSON, and is there from the first question to the last. */
export class Asked {
  #child;
  #answers;
  #errors = "";
  /** Rejects when the program ends: what it started itself may hold its pipes open. */
  #ended;

  constructor(command, args, options = {}) {
    // A group of its own, so that what it starts ends with it.
    this.#child = spawn(command, args, { ...options, detached: true, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr.on("data", (data) => (this.#errors = (this.#errors + data).slice(-2_000)));
    this.#child.stdin.on("error", () => undefined);
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((_, reject) => {
      this.#child.on("error", reject);
      this.#child.on("exit", (code, signal) => reject(this.#end(signal ?? `code ${code}`)));
    });
    this.#ended.catch(() => undefined);
  }

  /** Rejects where the program has ended, with what it last said. */
  async ask(line) {
    this.#child.stdin.write(`${line}\n`);
    for (;;) {
      const { value } = await Promise.race([this.#answers.next(), this.#ended]);
      if (value === undefined) await this.#ended;
      if (value.startsWith("{")) return JSON.parse(value);
    }
  }

  #end(how) {
    const said = this.#errors.trim().split("\n").at(-1);
    return new Error(`A program of the bench ended (${how}): ${said || "it said nothing"}`);
  }

  close() {
    this.#child.stdin.end();
    try {
      process.kill(-this.#child.pid);
    } catch {
      // It has ended already.
    }
  }
}
