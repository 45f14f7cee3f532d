import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { readSheet } from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { buildDelegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { findOrganizationId } from "#shared/organizations/organization-id.ts";
import { createOrganizationResolver } from "#shared/organizations/organizations.rules.ts";
import { createListSnapshot } from "#shared/participant-list/snapshot.rules.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { createPrintedList } from "../../functions/participants/formats/printed-list.ts";
import { type ListFormat, listFormats } from "../../functions/participants/list-export.ts";
import { layOutDeployedFonts } from "../support/badges.ts";
import { buildRegistration, noon } from "../support/builders.ts";
import { ensureDebianPackages } from "../support/debian.ts";
import { ensurePoppler, readOutline } from "../support/pdf-reader.ts";
import { listed } from "./people.ts";

const folder = mkdtempSync(join(tmpdir(), "palais-organizations-"));
let fonts: FontCollection;
let remove: () => void;
beforeAll(() => {
  ensurePoppler();
  ensureDebianPackages(["unzip"]);
  ({ fonts, remove } = layOutDeployedFonts());
}, 300_000);
afterAll(() => {
  remove();
  rmSync(folder, { recursive: true });
});

/** A confirmed person, by the number, of an organization. */
const toParticipant = (organization: string, number: number): Registration => ({
  ...buildRegistration(listed),
  category: "ngo",
  organization,
  person: { givenName: `Person ${number}`, nationality: "CHE" },
  consent: { listOfParticipants: true, photo: false },
  accreditation: { state: "approved", at: noon, by: "s" },
  seat: { state: "held", since: noon },
});

/** The list of people of these organizations; every third organization is a delegation of this name. */
function createList(organizations: readonly string[]) {
  const delegations = organizations
    .filter((_, number) => number % 3 === 2)
    .map((en) => {
      const draft = { name: { en }, category: "ngo", focalPoints: [], language: "en" } as const;
      return buildDelegation(listed.conferenceId, createId(), draft, "accredited");
    });
  const people = organizations.map((organization, number) => {
    const delegation = delegations.find(({ name }) => name.en === organization);
    return { ...toParticipant(organization, number), ...(delegation && { delegationId: delegation.delegationId }) };
  });
  const resolve = createOrganizationResolver(people, delegations, [], findOrganizationId);
  return createPrintedList(listed, createListSnapshot(people, delegations, noon, resolve), "en", { status: "final" });
}

const render = (format: ListFormat, organizations: readonly string[]) =>
  listFormats[format].render(createList(organizations), fonts);

/** A heading and the people below it. */
type Group = readonly [heading: string, ...names: string[]];

/** Rows of a table, each with the heading in its second column and the name in its fourth. */
const toGroups = (rows: readonly (readonly string[])[]): Group[] =>
  rows.map(([, heading = "", , name = ""]) => [heading, name]);

/** Whether an apostrophe keeps a spreadsheet from taking the cell for a formula. */
const isDefused = (cell: string) =>
  cell.startsWith("'") && /^[=+\-@]/u.test(cell.replace(/^['"\s]*/u, "").normalize("NFKC"));

const toCells = (line: string) =>
  line
    .slice(1, -1)
    .split('","')
    .map((cell) => cell.replaceAll('""', '"'))
    .map((cell) => (isDefused(cell) ? cell.slice(1) : cell));

const unescapeXml = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");

/** The paragraphs of a document of Word, with their styles. */
function readParagraphs(docx: Uint8Array): { style: string | undefined; text: string }[] {
  const file = join(folder, "list.docx");
  writeFileSync(file, docx);
  const xml = execFileSync("unzip", ["-p", file, "word/document.xml"], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return Array.from(xml.matchAll(/<w:p>(.*?)<\/w:p>/gs), ([, paragraph = ""]) => ({
    style: /<w:pStyle w:val="(\w+)"/.exec(paragraph)?.[1],
    text: Array.from(paragraph.matchAll(/<w:t[^>]*>(.*?)<\/w:t>/gs), ([, text = ""]) => unescapeXml(text))
      .join("")
      .replaceAll(/[\u200e\u200f]/g, ""),
  }));
}

/** The headings of organizations with their people, in each format. The PDF has the headings alone, as bookmarks. */
const readers: Record<ListFormat, (organizations: readonly string[]) => Promise<Group[]>> = {
  json: async (organizations) => {
    const list = JSON.parse(new TextDecoder().decode(await render("json", organizations))) as ReturnType<
      typeof createList
    >;
    return list.sections.flatMap(({ groups }) =>
      groups.map(({ heading = "", persons }): Group => [heading, ...persons.map(({ name }) => name)]),
    );
  },
  csv: async (organizations) => {
    const [, ...lines] = new TextDecoder()
      .decode(await render("csv", organizations))
      .trimEnd()
      .split("\r\n");
    return toGroups(lines.map(toCells));
  },
  xlsx: async (organizations) => {
    const [, ...rows] = await readSheet(Buffer.from(await render("xlsx", organizations)));
    return toGroups(rows.map((row) => row.map(String)));
  },
  docx: async (organizations) => {
    const groups: [string, ...string[]][] = [];
    for (const { style, text } of readParagraphs(await render("docx", organizations)))
      if (style === "Heading2") groups.push([text]);
      else if (/^Person \d+$/.test(text)) groups.at(-1)?.push(text);
    return groups;
  },
  pdf: async (organizations) => {
    const outline = readOutline(await render("pdf", organizations));
    return outline
      .slice(2)
      .map(
        (heading): Group => [heading, `Person ${organizations.findIndex((each) => each.normalize("NFC") === heading)}`],
      );
  },
};

// The names are compared in a way that merges more than the identity of organizations does.
const toCoarseKey = (text: string) =>
  text.normalize("NFC").toLowerCase().toUpperCase().normalize("NFC").replaceAll(/\s+/g, "");

const organizationName = fc
  .array(
    fc.constantFrom(
      ..."AaBbÁáÜüßиёЁΝίةمñ+#&-.,°%()'\"<=@/",
      ...[
        "राम",
        "रमा",
        "नि",
        "नी",
        "นิด",
        "นัด",
        "バナ",
        "ハナ",
        "か",
        "が",
        "財団",
        "দল",
        "দলি",
        "Network",
        "Union",
        " ",
      ],
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => `${parts.join("").trim()}x`.normalize("NFC").replaceAll(/\s+/g, " "));

const organizations = fc.uniqueArray(organizationName, { selector: toCoarseKey, minLength: 1, maxLength: 12 });

describe.each(Object.keys(readers) as ListFormat[])("in the list as %s", (format) => {
  test("every organization stands exactly once, under its own name, whatever the names are", async () => {
    await fc.assert(
      fc.asyncProperty(organizations, async (names) => {
        const groups = await readers[format](names);
        const expected = names.map((name, number): Group => [name, `Person ${number}`]);
        expect(groups.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 12 },
    );
  }, 240_000);

  test("organizations whose names differ in one sign stand apart", async () => {
    const names = [
      "A+ Network",
      "A Network",
      "C++ Alliance",
      "C# Alliance",
      "バナ財団",
      "ハナ財団",
      "Müller",
      "Muller",
    ];
    expect((await readers[format](names)).toSorted()).toEqual(
      names.map((name, number): Group => [name, `Person ${number}`]).toSorted(),
    );
  });
});
