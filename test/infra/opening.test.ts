import { expect, test } from "vitest";
import { PalaisEdgeStack } from "../../infra/edge-stack.ts";
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

test("outputs keep the opening and the venues, so that the next deployment can name them again", () => {
  const findOutput = (template: ReturnType<typeof synthesizeTemplate>, name: string) =>
    (template.toJSON() as { Outputs: Record<string, { Value: unknown }> }).Outputs[name]?.Value;
  const synthesizeEdge = (venues?: string) =>
    synthesizeTemplate((app) => {
      if (venues !== undefined) app.node.setContext("venues", venues);
      return new PalaisEdgeStack(app, "PalaisEdge");
    });
  expect(findOutput(synthesizeFor("2027-03-01T09:00:00Z"), "Opening")).toBe("2027-03-01T09:00:00Z");
  expect(findOutput(synthesizeEdge("192.0.2.0/28"), "Venues")).toBe("192.0.2.0/28");
  for (const template of [synthesizeTemplate(), synthesizeFor("none")])
    expect(findOutput(template, "Opening")).toBe("none");
  for (const template of [synthesizeEdge(), synthesizeEdge("none")]) {
    expect(findOutput(template, "Venues")).toBe("none");
    expect(listTemplateResources(template, "AWS::WAFv2::IPSet")).toEqual([]);
  }
});

test("without an opening no instance is kept, and a time without a zone is refused", () => {
  for (const template of [synthesizeTemplate(), synthesizeFor("none")])
    expect(listTemplateResources(template, scalableTarget)).toEqual([]);
  for (const wrong of ["2027-03-01T09:00:00", "tomorrow", "2027-13-01T09:00:00Z"])
    expect(() => synthesizeFor(wrong)).toThrow("is no time such as");
});
