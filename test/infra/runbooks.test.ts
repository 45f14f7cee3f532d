import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  hasReference,
  listAlarms,
  listTemplateFunctions,
  listTemplateResources,
  synthesizeMonitoring,
  synthesizeTemplate,
} from "../support/template.ts";

const root = path.resolve(import.meta.dirname, "../..");
const pages = readdirSync(path.join(root, "docs/runbooks")).map((name) => `docs/runbooks/${name}`);
const alarms = [synthesizeTemplate(), synthesizeMonitoring()].flatMap((template) =>
  listAlarms(template).map(([id, { Properties }]) => ({
    id,
    says: String(Properties["AlarmDescription"]),
  })),
);
const pageOf = (says: string) => /\((docs\/runbooks\/[\w-]+\.md)\)$/.exec(says)?.[1] ?? "";

const read = (page: string) => readFileSync(path.join(root, page), "utf8").replaceAll(/\s+/g, " ");

/** The commands that work on the local system unless an option names a deployed one. */
const operatorCommands =
  /npm run (?:audit|rebuild|redrive|rotate-origin-secret|sign-out|status|trace-mail|verify-counters)\b[^`]*/g;

test("each command of a runbook names the deployed system", () => {
  const calls = pages.flatMap((page) => [...read(page).matchAll(operatorCommands)].map(([call]) => `${page}: ${call}`));
  expect(calls.length).toBeGreaterThan(8);
  expect(calls.filter((call) => !/ --(?:table|stack|secret) [A-Z]/.test(call))).toEqual([]);
});

test("the runbook of the queue of events names each function whose events end there, besides those of schedules", () => {
  const template = synthesizeTemplate();
  const [[queue = ""] = []] = listTemplateResources(template, "AWS::SQS::Queue").filter(([id]) =>
    id.startsWith("EventDlq"),
  );
  const rules = listTemplateResources(template, "AWS::Events::Rule").filter(
    ([, { Properties }]) => Properties["EventPattern"] !== undefined,
  );
  const sources = [...rules, ...listTemplateResources(template, "AWS::SNS::Subscription")].filter(
    ([, { Properties }]) => hasReference(Properties, queue),
  );
  const names = listTemplateFunctions(template).flatMap(([id, { Properties }]) =>
    sources.some((source) => hasReference(source[1].Properties, id))
      ? [String(Properties["Description"]).replace("Palais: ", "")]
      : [],
  );
  expect(names.toSorted()).toEqual(["document-scan", "email-feedback"]);
  for (const name of names) expect(read("docs/runbooks/dead-letter-queue.md")).toContain(`\`${name}\``);
});

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
