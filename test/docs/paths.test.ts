import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const pages = globSync(["*.md", "docs/*.md", "docs/runbooks/*.md", "locales/*.md"], { cwd: root });

/** What a page names as a file or folder of ours, and what it links to. */
function namedIn(page: string): string[] {
  const text = readFileSync(path.join(root, page), "utf8");
  const files = [...text.matchAll(/`((?:infra|functions|shared|web|local|locales|bench|test|docs)\/[\w./-]*)`/g)];
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
  const linked = links.map(([, to = ""]) => path.join(path.dirname(page), to));
  return [...files.map(([, file = ""]) => file), ...linked];
}

describe("what the docs name is there", () => {
  test.each(pages)("%s", (page) => {
    expect(namedIn(page).filter((each) => !existsSync(path.join(root, each)))).toEqual([]);
  });

  test("and they do name something", () => {
    expect(namedIn("docs/asvs.md").length).toBeGreaterThan(200);
  });
});
