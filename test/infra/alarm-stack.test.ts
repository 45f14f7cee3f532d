import { describe, expect, test } from "vitest";
import { routes } from "#shared/http/routes.ts";
import {
  hasReference,
  listAlarms,
  listNestedTemplates,
  listTemplateFunctions,
  listTemplateResources,
  type SynthesizedResource,
  synthesizeTemplate,
  synthesizeTrial,
} from "../support/template.ts";

const template = synthesizeTemplate();
const trial = synthesizeTrial();
const [nested] = listNestedTemplates(template);
if (!nested) throw new Error("no stack is nested");

const getResources = (each: typeof template) =>
  (each.toJSON() as { Resources: Record<string, SynthesizedResource> }).Resources;
const getNesting = (each: typeof template) => listTemplateResources(each, "AWS::CloudFormation::Stack");

/** Logical ids without the eight digits that CDK adds. */
const toNames = (entries: readonly (readonly [id: string, resource: unknown])[]) =>
  entries.map(([id]) => id.replace(/[\dA-F]{8}$/, ""));

const toPascalCase = (name: string) => name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe("the alarms", () => {
  const names = listTemplateFunctions(template).map(([, { Properties }]) =>
    String(Properties["Description"]).replace("Palais: ", ""),
  );
  const serving = new Set(Object.values(routes).map((route) => route.function));
  const ofFunctions = names.map(toPascalCase).flatMap((name) => [`${name}Errors`, `${name}Throttles`]);
  const ofReleases = [...serving].map((name) => `Release${name.replaceAll("-", "")}`);
  const others = [
    "ApiErrors",
    "ApiRefusals",
    "AuditAndStatisticsConsumerAsyncEventAgeAlarm",
    "BadgeWorkerConsumerAsyncEventAgeAlarm",
    "CanaryFails",
    "EmailDlqAlarm",
    "EmailOutageAlarm",
    "EmailOutboxConsumerDeadLetterAlarm",
    "EmailOutboxConsumerIteratorAgeAlarm",
    "EmailQuota",
    "EventDlqAlarm",
    "ExportWorkerConsumerAsyncEventAgeAlarm",
    "ImportWorkerConsumerAsyncEventAgeAlarm",
    "KmsFailures",
    "MailBounceRate",
    "MailComplaintRate",
    "SearchIndexerConsumerAsyncEventAgeAlarm",
    "StreamConsumersDeadLetterAlarm",
    "StreamDispatcherConsumerDeadLetterAlarm",
    "StreamDispatcherConsumerIteratorAgeAlarm",
    "TableThrottles",
    "WaitingListConsumerAsyncEventAgeAlarm",
  ];

  test("are those of each function, of each release, and these", () => {
    expect(toNames(listAlarms(template)).toSorted()).toEqual([...ofFunctions, ...ofReleases, ...others].toSorted());
  });

  test("of releases are in the stack of their deployment groups, and all others in the nested one", () => {
    const own = listTemplateResources(template, "AWS::CloudWatch::Alarm");
    expect(toNames(own).toSorted()).toEqual(ofReleases.toSorted());
    const { "AWS::CloudWatch::Alarm": count, ...rest } = countTypes(getResources(nested));
    expect({ count, rest }).toEqual({
      count: ofFunctions.length + others.length,
      rest: { "AWS::CloudWatch::Dashboard": 1 },
    });
  });

  test("all are on the dashboard, which is the only resource of the nested stack in a trial stage", () => {
    const [[, { Properties }] = ["", { Properties: {} as Readonly<Record<string, unknown>> }]] = listTemplateResources(
      nested,
      "AWS::CloudWatch::Dashboard",
    );
    const [[, nesting] = []] = getNesting(template);
    const passed = Object.entries(nesting?.Properties["Parameters"] as Record<string, unknown>);
    const shown = listAlarms(template).filter(([id]) => {
      const [parameter] = passed.find(([, value]) => hasReference(value, id)) ?? [];
      return hasReference(Properties["DashboardBody"], parameter ?? id);
    });
    expect(toNames(shown)).toEqual(toNames(listAlarms(template)));
    expect(listNestedTemplates(trial).map((each) => countTypes(getResources(each)))).toEqual([
      { "AWS::CloudWatch::Dashboard": 1 },
    ]);
  });
});

describe("the nested stack", () => {
  test.each([
    ["of production", template],
    ["of a trial stage", trial],
  ])("%s gets each parameter from the other stack, and no resource there waits for it", (_, stack) => {
    const [[id, { Properties }] = ["", { Properties: {} as Readonly<Record<string, unknown>> }], ...others] =
      getNesting(stack);
    expect(others).toEqual([]);
    const [own] = listNestedTemplates(stack);
    const declared = Object.keys(own?.findParameters("*") ?? {});
    expect(Object.keys(Properties["Parameters"] as object).toSorted()).toEqual(declared.toSorted());
    const waiting = Object.entries(getResources(stack)).filter(([, resource]) => hasReference(resource, id));
    expect(waiting.map(([each]) => each)).toEqual([]);
    expect(hasReference(stack.findOutputs("DashboardName"), id)).toBe(true);
  });

  test("has a short name, which begins the name of each alarm in the subject of an email", () => {
    expect(getNesting(template).map(([id]) => id)).toEqual(["AlarmStack"]);
  });
});

/** The limits of CloudFormation: resources, parameters, and bytes of a template in a bucket. */
test.each([
  ["Palais", template],
  ["its nested stack", nested],
])("the template of %s keeps the limits of CloudFormation with room for more", (_, each) => {
  expect(Object.keys(getResources(each)).length).toBeLessThanOrEqual(485);
  expect(Object.keys(each.findParameters("*")).length).toBeLessThanOrEqual(150);
  expect(Buffer.byteLength(JSON.stringify(each.toJSON(), undefined, 1))).toBeLessThanOrEqual(900_000);
});

function countTypes(resources: Readonly<Record<string, SynthesizedResource>>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values(resources)) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
}
