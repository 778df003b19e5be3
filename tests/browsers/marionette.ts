import { connect, type Socket } from "node:net";

/** Speaks Firefox's own form of WebDriver: JSON over TCP, each message after its length. */
export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #count = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    let text = Buffer.alloc(0);
    socket.on("data", (data: Buffer) => {
      text = Buffer.concat([text, data]);
      for (;;) {
        const colon = text.indexOf(":");
        const length = Number(text.subarray(0, Math.max(colon, 0)).toString());
        if (colon < 0 || text.length < colon + 1 + length) return;
        this.#hear(JSON.parse(text.subarray(colon + 1, colon + 1 + length).toString()) as unknown);
        text = text.subarray(colon + 1 + length);
      }
    });
    socket.on("close", () => {
      for (const settle of this.#waiting.values())
        settle([{ error: "closed", message: "Firefox is gone." }, null]);
    });
  }

  static async open(port: number): Promise<Marionette> {
    const socket = connect(port, "127.0.0.1");
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    socket.on("error", () => undefined);
    return new Marionette(socket);
  }

  /** Does a command, such as `WebDriver:Navigate`. */
  async send(name: string, params: object): Promise<unknown> {
    const number = ++this.#count;
    const message = JSON.stringify([0, number, name, params]);
    this.#socket.write(`${Buffer.byteLength(message)}:${message}`);
    const [error, result] = await new Promise<Reply>((resolve) => this.#waiting.set(number, resolve));
    if (error) throw new Error(`${name}: ${error.message}`);
    return typeof result === "object" && result !== null && "value" in result ? result.value : result;
  }

  close(): void {
    this.#socket.destroy();
  }

  #hear(message: unknown): void {
    // The first word is who it is.
    if (!Array.isArray(message)) return;
    const [, number, ...reply] = message as [1, number, ...Reply];
    this.#waiting.get(number)?.(reply);
    this.#waiting.delete(number);
  }
}

type Reply = [error: { readonly error: string; readonly message: string } | null, result: unknown];
