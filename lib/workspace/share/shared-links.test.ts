import { expect, test } from "vitest";
import { memoryStores } from "../../storage";
import { SharedLinks } from "./shared-links";

const linkOf = (number: number) => `https://runnel.test/#r1${number}`;

test("[WS140] the last twenty links are kept, the newest first, each once", async () => {
  const links = new SharedLinks(memoryStores());
  for (let number = 0; number < 25; number++) await links.add(`Notebook ${number}`, linkOf(number), number);
  await links.add("Again", linkOf(20), 30);
  const listed = await links.list();
  expect(listed).toHaveLength(20);
  expect(listed[0]).toEqual({ title: "Again", at: 30, characters: linkOf(20).length, link: linkOf(20) });
  expect(listed.map(({ at }) => at)).toEqual([
    30,
    24,
    23,
    22,
    21,
    ...[...Array(15).keys()].map((n) => 19 - n),
  ]);
  await links.remove(linkOf(24));
  expect((await links.list()).map(({ link }) => link)).not.toContain(linkOf(24));
});

test("[WS140] a link that was shared now is kept, whatever long ones there were", async () => {
  const links = new SharedLinks(memoryStores());
  for (let number = 0; number < 4; number++)
    await links.add("Long", `${linkOf(number)}${"x".repeat(900_000)}`, number);
  expect((await links.list()).map(({ at }) => at)).toEqual([3, 2]);
});

test("[WS140] what is no link in a backup is none here", async () => {
  const stores = memoryStores();
  const sound = { title: "Sales", at: 1, characters: 3, link: linkOf(1) };
  const broken = [null, "x", {}, { ...sound, link: "javascript:alert(1)" }, { ...sound, at: "1" }];
  await stores.settings.write("shared-links", [...broken, sound]);
  expect(await new SharedLinks(stores).list()).toEqual([sound]);
  await stores.settings.write("shared-links", "nonsense");
  expect(await new SharedLinks(stores).list()).toEqual([]);
});
