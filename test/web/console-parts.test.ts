import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { pageNamespaces } from "../../web/kit/i18n/page-messages.ts";
import { readPageMessages } from "../../web/page-messages-plugin.ts";

const web = path.resolve(import.meta.dirname, "../../web");

/** A file with all that it imports, at once or later. */
function listModules(start: string, found = new Set<string>()): Set<string> {
  if (found.has(start) || !existsSync(start)) return found;
  found.add(start);
  const source = readFileSync(start, "utf8");
  const imports = source.matchAll(/(?:from |import\()"(\.[^"]+\.tsx?)"/g);
  for (const [, imported = ""] of imports) listModules(path.join(path.dirname(start), imported), found);
  return found;
}

/** The sections of messages that the files use in `t("section.key")` and `find("section.key")`. */
const listSections = (files: Iterable<string>) =>
  new Set(
    [...files].flatMap((file) => {
      const uses = readFileSync(file, "utf8").matchAll(/\b(?:t|find)\(\s*["'`]([\w-]+)\./g);
      return Array.from(uses, ([, section = ""]) => section);
    }),
  );

type ConsolePart = "console" | "home" | "setup" | "records" | "opened" | "register" | "design" | "panels";
const readSections = (part: ConsolePart) => Object.keys(readPageMessages(part, "en"));
const partNames = [
  "home",
  "setup",
  "records",
  "opened",
  "register",
  "design",
  "panels",
] as const satisfies readonly (keyof typeof pageNamespaces)[];
const partSections = new Set<string>(partNames.flatMap(readSections));

const viewParts = path.join(web, "console/view-parts.ts");
const views = Array.from(
  readFileSync(viewParts, "utf8").matchAll(/import\("(\.[^"]+)"\)\.then\(\(part\) => part\.\w+\),?([\s\w,]*)\)/g),
  ([, file = "", parts = ""]) => [file, (parts.match(/\w+/g) ?? []) as ConsolePart[]] as const,
);

/** The queue and the register open it beside their lists, with messages of its own. */
const openRegistration = ["registration-detail/registration-detail.tsx", ["opened"]] as const;
const openedLater = path.join(web, "console", openRegistration[0]);

/** The sections that a part of the console uses without the registration that is opened beside it. */
function listOwnSections(file: string): string[] {
  const start = path.join(web, "console", file);
  const modules = listModules(start, start === openedLater ? new Set() : new Set([openedLater]));
  return [...listSections([...modules].filter((each) => each === start || each !== openedLater))];
}

test("the views that are loaded later are known", () => {
  expect(views.length).toBeGreaterThanOrEqual(12);
});

test.each([...views, openRegistration])("%s has the messages of all that it contains", (file, parts) => {
  const known = new Set(parts.flatMap(readSections));
  expect(listOwnSections(file).filter((section) => partSections.has(section) && !known.has(section))).toEqual([]);
});

test("the queue uses no messages of a view that is loaded later", () => {
  expect(listOwnSections("queue/queue.tsx").filter((section) => partSections.has(section))).toEqual([]);
});
