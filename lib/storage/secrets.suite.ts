import { describe, expect, test } from "vitest";
import { notebookIds } from "./samples.suite";
import type { Subject } from "./stores.suite";

/** What every backend must do of secrets, and of who may have them. */
export function secretsContract(subject: () => Subject): void {
  describe("secrets", () => {
    test("[ST90] keeps a text under a name, and lists names alone", async () => {
      expect(await subject().stores.secrets.read("api-token")).toBeUndefined();
      await subject().stores.secrets.write("pass-2", "");
      await subject().stores.secrets.write("api-token", "hunter2");
      await subject().stores.secrets.write("api-token", "ключ 🔑");
      expect(await subject().stores.secrets.names()).toEqual(["api-token", "pass-2"]);
      expect([
        await subject().stores.secrets.read("api-token"),
        await subject().stores.secrets.read("pass-2"),
      ]).toEqual(["ключ 🔑", ""]);
      expect(await subject().stores.secrets.remove("api-token")).toBe(true);
      expect(await subject().stores.secrets.remove("api-token")).toBe(false);
      expect(await subject().stores.secrets.names()).toEqual(["pass-2"]);
    });

    test("[ST90] many at once, the first of them too, are under one key", async () => {
      const names = Array.from({ length: 8 }, (_, i) => `secret-${i}`);
      await Promise.all(names.map((name) => subject().stores.secrets.write(name, `text of ${name}`)));
      const texts = await Promise.all(names.map((name) => subject().stores.secrets.read(name)));
      expect(texts).toEqual(names.map((name) => `text of ${name}`));
    });

    test.each(["", "Api", "api_token", "a b", "é", "a".repeat(201), "../x"])(
      "[ST91] refuses the name “%s”",
      async (name) => {
        await expect(subject().stores.secrets.write(name, "x")).rejects.toMatchObject({
          code: "storage/secret-name",
        });
        expect(await subject().stores.secrets.names()).toEqual([]);
      },
    );

    test("[ST91] refuses a text that is too long to be looked for", async () => {
      await subject().stores.secrets.write("long", "x".repeat(20_000));
      await expect(subject().stores.secrets.write("longer", "x".repeat(20_001))).rejects.toMatchObject({
        code: "storage/secret-size",
      });
      expect(await subject().stores.secrets.names()).toEqual(["long"]);
    });

    test("[ST94] a damaged secret is an error that says so; the others can be read, and it can be written again", async () => {
      await subject().stores.secrets.write("good", "hunter2");
      const damaged = { version: 1, name: "bad", iv: new Uint8Array(12), ciphertext: new ArrayBuffer(30) };
      await subject().inject("secrets", damaged);
      await subject().inject("secrets", { version: 1, name: "worse", iv: "none" });
      const error = { code: "storage/secret", cause: { name: "OperationError" } };
      await expect(subject().stores.secrets.read("bad")).rejects.toMatchObject(error);
      await expect(subject().stores.secrets.read("bad")).rejects.toThrow("Give it its value again");
      expect(await subject().stores.secrets.read("worse")).toBeUndefined();
      expect(await subject().stores.secrets.read("good")).toBe("hunter2");
      expect(await subject().stores.secrets.names()).toEqual(["bad", "good"]);
      expect(subject().problems.map(({ store }) => store)).toEqual(["secrets"]);
      await subject().stores.secrets.write("bad", "mended");
      expect(await subject().stores.secrets.read("bad")).toBe("mended");
    });

    test("[ST95] a key that cannot be read is replaced: what it had encrypted is an error, and can be written again", async () => {
      await subject().stores.secrets.write("old", "hunter2");
      await subject().inject("keys", { version: 1, name: "secrets", key: "none" });
      await expect(subject().stores.secrets.read("old")).rejects.toMatchObject({ code: "storage/secret" });
      await subject().stores.secrets.write("new", "hunter3");
      await subject().stores.secrets.write("old", "hunter4");
      expect([
        await subject().stores.secrets.read("old"),
        await subject().stores.secrets.read("new"),
      ]).toEqual(["hunter4", "hunter3"]);
    });
  });

  describe("permissions", () => {
    test("[ST96] a notebook has what somebody let it have, and nothing else", async () => {
      const [own, other] = notebookIds;
      const none = { version: 1, notebookId: own, secrets: [] };
      expect(await subject().stores.permissions.read(own)).toEqual(none);
      await subject().stores.permissions.allowSecret(own, "b", true);
      await subject().stores.permissions.allowSecret(own, "a", true);
      await subject().stores.permissions.allowSecret(own, "a", true);
      expect(await subject().stores.permissions.read(own)).toEqual({ ...none, secrets: ["a", "b"] });
      expect(await subject().stores.permissions.read(other)).toMatchObject({ secrets: [] });
      await subject().stores.permissions.allowSecret(own, "b", false);
      expect(await subject().stores.permissions.list()).toEqual([{ ...none, secrets: ["a"] }]);
      expect(await subject().stores.permissions.remove(own)).toBe(true);
      expect(await subject().stores.permissions.remove(own)).toBe(false);
      expect(await subject().stores.permissions.read(own)).toEqual(none);
    });

    test("[ST3] permissions that cannot be believed are none", async () => {
      await subject().inject("permissions", { version: 1, notebookId: notebookIds[0], secrets: "all" });
      expect(await subject().stores.permissions.read(notebookIds[0])).toMatchObject({ secrets: [] });
      expect(subject().problems).toMatchObject([{ store: "permissions" }]);
    });
  });
}
