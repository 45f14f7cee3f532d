import { expect, test } from "vitest";
import {
  listTemplateResources,
  synthesizeMonitoring,
  synthesizeTemplate,
  synthesizeTrial,
} from "../support/template.ts";

const trial = synthesizeTrial();

test.each([
  ["the system", synthesizeTemplate(), 5],
  ["a trial stage", trial, 5],
  ["the monitoring", synthesizeMonitoring(), 1],
])("the outputs of %s give the address of each of its queues", (_, template, count) => {
  const queues = listTemplateResources(template, "AWS::SQS::Queue").map(([id]) => id);
  const { Outputs } = template.toJSON() as { Outputs: Record<string, { Value: { Ref?: string } }> };
  const named = Object.entries(Outputs).flatMap(([name, { Value }]) => (name.endsWith("DlqUrl") ? [Value.Ref] : []));
  expect(queues).toHaveLength(count);
  expect(named.toSorted()).toEqual(queues.toSorted());
});
