import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import { openTable } from "../../bench/support/handlers.ts";
import { previewBadges } from "../../functions/badge/preview-badges.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { layOutDeployedFonts } from "../support/badges.ts";
import { aConference } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
const fonts = layOutDeployedFonts();
beforeAll(async () => {
  started = await startTable();
});
afterAll(async () => {
  fonts.remove();
  await started.stop();
});

const caller = { kind: "staff", id: "s", email: "s@example.org", groups: ["secretariat"] } as const;

/** The number of badges of a preview of a conference with categories, in a layout with parts. */
async function countBadges(categoryCount: number, partCount: number): Promise<number> {
  const conferenceId = `preview-${createId()}`;
  const categories = Array.from({ length: categoryCount }, (_, index) => ({
    category: `category-${index}`,
    kind: "ngo" as const,
    title: { en: `Category ${index}` },
    colour: "#2e7d32",
    needs: [],
    priority: 1,
    selfRegistration: true,
  }));
  const context = { actor: { kind: "staff", id: "s" }, at: new Date().toISOString() } as const;
  const change = createConferenceChange(conferenceId, "update-conference", context);
  const conference = { ...aConference({}, conferenceId), categories };
  await saveConference(openTable(started.endpoint, 4), undefined, conference, change, Date.now() + 60_000);
  const layout = {
    size: { width: 105, height: 148 },
    parts: Array.from({ length: partCount }, (_, index) => ({
      kind: "texts",
      box: [5, 5 + index * 3, 90, 3],
      texts: [{ field: "name", largest: 8, smallest: 6 }],
    })),
  };
  const preview = previewBadges({
    table: started.table,
    documents: connectDocumentsBucket("none"),
    fonts: fonts.fonts,
  });
  const request = {
    params: { conferenceId },
    body: { paper: "single", layout },
    caller,
    access: ["secretariat"],
    language: "en",
  };
  const pdf = (await preview(request as never)) as Uint8Array;
  return (
    Buffer.from(pdf)
      .toString("latin1")
      .match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
  );
}

test("a preview composes a limited number of parts", async () => {
  expect(await countBadges(6, 20)).toBe(6);
  expect(await countBadges(60, 38)).toBe(21);
}, 120_000);
