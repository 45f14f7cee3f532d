import { expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { loadSnapshot, saveSnapshot } from "#shared/participant-list/list-files.ts";
import { useExportWorld } from "../exports/support/export-world.ts";

const world = useExportWorld();

test("an object that is written again and again is read whole each time", async () => {
  const [conferenceId, contentId] = [createId(), createId()];
  const save = (name: string) => saveSnapshot(world.documents, conferenceId, contentId, { name: name.repeat(200_000) });
  await save("a");
  const reads = Array.from({ length: 20 }, async (_, index) => {
    await save("abcdefghijklmnopqrst"[index] ?? "");
    const { name } = await loadSnapshot<{ name: string }>(world.documents, conferenceId, contentId);
    return new Set(name).size;
  });
  expect(await Promise.all(reads)).toEqual(Array.from(reads, () => 1));
});
