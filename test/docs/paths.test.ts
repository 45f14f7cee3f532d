import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const pages = globSync(["*.md", "docs/*.md", "docs/runbooks/*.md", "locales/*.md"], { cwd: root });

/** What a page names as a file or folder of ours, and what it links to. */
function namedIn(page: string): string[] {
  const text = readFileSync(path.join(root, page), "utf8");
  const files = [
    ...text.matchAll(/`((?:infra|functions|shared|web|local|locales|cli|scripts|bench|test|docs)\/[\w./-]*)`/g),
  ];
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
  const linked = links.map(([, to = ""]) => path.join(path.dirname(page), to));
  return [...files.map(([, file = ""]) => file), ...linked];
}

describe("what the docs name is there", () => {
  test.each(pages)("%s", (page) => {
    expect(namedIn(page).filter((each) => !existsSync(path.join(root, each)))).toEqual([]);
  });

  // The changelog names the commands of older versions.
  const currentPages = pages.filter((page) => page !== "CHANGELOG.md");
  test.each(currentPages)("%s names commands of package.json", (page) => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { scripts: object };
    const text = readFileSync(path.join(root, page), "utf8");
    const named = [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map(([, command = ""]) => command);
    expect(named.filter((command) => !Object.hasOwn(scripts, command))).toEqual([]);
  });

  test("and they do name something", () => {
    expect(namedIn("docs/asvs.md").length).toBeGreaterThan(200);
  });
});
