import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that answers each line with a line of JSON, and is there from the first question to the last. */
export class Asked {
  #child;
  #answers;
  #errors = "";
  #exit = "";

  constructor(command, args, options = {}) {
    this.#child = spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.on("error", (error) => (this.#errors += error.message));
    this.#child.on("exit", (code, signal) => (this.#exit = signal ?? `code ${code}`));
    this.#child.stderr.on("data", (data) => (this.#errors = (this.#errors + data).slice(-2_000)));
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Rejects where the program has ended, with what it last said. */
  async ask(line) {
    this.#child.stdin.write(`${line}\n`);
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done) throw this.#ended();
      if (value.startsWith("{")) return JSON.parse(value);
    }
  }

  #ended() {
    const said = this.#errors.trim().split("\n").at(-1);
    return new Error(`A program of the bench ended (${this.#exit}): ${said || "it said nothing"}`);
  }

  close() {
    this.#child.stdin.end();
    this.#child.kill();
  }
}
