import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getCountryName } from "#shared/countries/country-names.ts";
import { languages } from "#shared/model/conference.ts";
import { renderListDocx } from "../../functions/participants/formats/docx.ts";
import { createPrintedList } from "../../functions/participants/formats/printed-list.ts";
import { renderListXlsx } from "../../functions/participants/formats/xlsx.ts";
import { renderListCsv } from "../../functions/participants/list-export.ts";
import { ensureDebianPackages } from "../support/debian.ts";
import { repetitions } from "../support/full-run.ts";
import { aSnapshot, listed } from "./people.ts";

const folder = mkdtempSync(join(tmpdir(), "palais-list-"));
const people = repetitions({ usual: 300, full: 1_000 });
const snapshot = aSnapshot(people);
const inLanguage = (language: (typeof languages)[number]) =>
  createPrintedList(listed, snapshot, language, { status: "final", version: 3 });

/** LibreOffice opens the files and writes them in another form. */
const convert = (to: string, files: readonly string[], more: readonly string[] = []) =>
  execFileSync(
    "soffice",
    [
      `-env:UserInstallation=file://${folder}/profile`,
      "--headless",
      ...more,
      "--convert-to",
      to,
      "--outdir",
      folder,
      ...files,
    ],
    { stdio: "pipe" },
  );

/** Without white space, of which there are many kinds, and where lines end. */
const squeezed = (text: string) => text.replace(/\s+/g, "");

beforeAll(async () => {
  ensureDebianPackages(["libreoffice-writer-nogui", "libreoffice-calc-nogui", "poppler-utils"]);
  for (const language of languages)
    writeFileSync(join(folder, `${language}.docx`), await renderListDocx(inLanguage(language)));
  convert(
    "pdf",
    languages.map((language) => join(folder, `${language}.docx`)),
  );
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(languages)(
  `the document of ${people} people in %s opens in LibreOffice, with every State in its order`,
  (language) => {
    const pages = execFileSync("pdftotext", [join(folder, `${language}.pdf`), "-"], { encoding: "utf8" });
    expect(pages.split("\f").length).toBeGreaterThan(people / 50);
    const list = inLanguage(language);
    const headings = list.sections[0]?.groups.map(({ heading = "" }) => heading) ?? [];
    const states = snapshot.entries.flatMap(({ category, country }) =>
      category === "member-state" && country ? [getCountryName(country, language)] : [],
    );
    expect(headings.toSorted()).toEqual([...new Set(states)].toSorted());
    if (language === "ar") return;
    const flat = squeezed(pages);
    const places = headings.filter((each) => each.length < 30).map((heading) => flat.indexOf(squeezed(heading)));
    expect(places.filter((place) => place < 0)).toEqual([]);
    expect(flat.includes(squeezed(list.asOf))).toBe(true);
  },
);

test.each(["csv", "xlsx"] as const)(
  "nothing in the %s is calculated when LibreOffice opens it",
  async (format) => {
    const list = inLanguage("en");
    const file = join(folder, `sheet-${format}.${format}`);
    writeFileSync(file, format === "csv" ? renderListCsv(list) : await renderListXlsx(list));
    // As a person opens it who accepts the defaults of the dialogue: commas, quotes, UTF-8.
    convert("fods", [file], format === "csv" ? ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"] : []);
    const opened = readFileSync(join(folder, `sheet-${format}.fods`), "utf8");
    expect(opened).toContain("Gómez Camacho");
    expect(opened).toContain("HYPERLINK");
    expect(opened).not.toMatch(/table:formula=/);
  },
  120_000,
);
