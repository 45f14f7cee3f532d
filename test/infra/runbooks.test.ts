import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { listTemplateResources, synthesizeMonitoring, synthesizeTemplate } from "../support/template.ts";

const root = path.resolve(import.meta.dirname, "../..");
const pages = readdirSync(path.join(root, "docs/runbooks")).map((name) => `docs/runbooks/${name}`);
const alarms = [synthesizeTemplate(), synthesizeMonitoring()].flatMap((template) =>
  listTemplateResources(template, "AWS::CloudWatch::Alarm").map(([id, { Properties }]) => ({
    id,
    says: String(Properties["AlarmDescription"]),
  })),
);
const pageOf = (says: string) => /\((docs\/runbooks\/[\w-]+\.md)\)$/.exec(says)?.[1] ?? "";

describe("the recipient of an alarm", () => {
  test.each(alarms)("$id: reads who is hurt, and finds a page that is there", ({ says }) => {
    expect(says).toMatch(/^\w.+: .+ \(docs/);
    expect(pages).toContain(pageOf(says));
  });

  test("finds no page that no alarm leads to; the budget's mail leads to its own", () => {
    const led = new Set([...alarms.map(({ says }) => pageOf(says)), "docs/runbooks/budget.md"]);
    expect(pages.filter((page) => !led.has(page))).toEqual([]);
  });

  test.each(pages)("%s says who is hurt, where to look and what to do", (page) => {
    const text = readFileSync(path.join(root, page), "utf8");
    for (const part of ["Who is hurt", "Look", "Do"]) expect(text).toMatch(new RegExp(`\n## ${part}\n\n\\S.+`));
  });
});
