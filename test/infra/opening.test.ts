import { expect, test } from "vitest";
import { PalaisStack } from "../../infra/palais-stack.ts";
import { listTemplateResources, synthesizeTemplate } from "../support/template.ts";

const scalableTarget = "AWS::ApplicationAutoScaling::ScalableTarget";

const synthesizeFor = (opening: string) =>
  synthesizeTemplate((app) => {
    app.node.setContext("opening", opening);
    return new PalaisStack(app, "Palais");
  });

test("instances of the functions of an opening minute are ready from a quarter of an hour before it for an hour", () => {
  const targets = listTemplateResources(synthesizeFor("2027-03-01T10:00:00+01:00"), scalableTarget);
  const schedules = targets.map(([, { Properties }]) => ({
    limits: [Properties["MinCapacity"], Properties["MaxCapacity"]],
    dimension: Properties["ScalableDimension"],
    actions: (Properties["ScheduledActions"] as readonly Record<string, unknown>[]).map(
      ({ Schedule, ScalableTargetAction }) => [Schedule, ScalableTargetAction],
    ),
  }));
  expect(schedules).toEqual(
    [50, 100].map((instances) => ({
      limits: [0, 0],
      dimension: "lambda:function:ProvisionedConcurrency",
      actions: [
        ["at(2027-03-01T08:45:00)", { MinCapacity: instances, MaxCapacity: instances }],
        ["at(2027-03-01T09:45:00)", { MinCapacity: 0, MaxCapacity: 0 }],
      ],
    })),
  );
  expect(JSON.stringify(targets.map(([, { Properties }]) => Properties["ResourceId"]))).toMatch(
    /LiveAliasconference.*:live.*LiveAliasregistration.*:live/,
  );
});

test("without an opening no instance is kept, and a time without a zone is refused", () => {
  expect(listTemplateResources(synthesizeTemplate(), scalableTarget)).toEqual([]);
  for (const wrong of ["2027-03-01T09:00:00", "tomorrow", "2027-13-01T09:00:00Z"])
    expect(() => synthesizeFor(wrong)).toThrow("is no time such as");
});
