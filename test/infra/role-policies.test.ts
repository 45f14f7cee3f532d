import { expect, test } from "vitest";
import {
  hasReference,
  listTemplateFunctions,
  listTemplateResources,
  type SynthesizedResource,
  synthesizeTemplate,
} from "../support/template.ts";

const template = synthesizeTemplate();

test("nothing refers to a resource that does not exist, or waits for it", () => {
  const { Resources, Parameters } = template.toJSON() as Record<string, Record<string, SynthesizedResource>>;
  const known = new Set([...Object.keys(Resources ?? {}), ...Object.keys(Parameters ?? {})]);
  const listReferences = (value: unknown): string[] =>
    [...JSON.stringify(value).matchAll(/"(?:Ref":|Fn::GetAtt":\[)"([^"]+)"/g)].flatMap(([, id]) => id ?? []);
  for (const [id, resource] of Object.entries(Resources ?? {})) {
    const named = [...listReferences(resource), ...[resource.DependsOn ?? []].flat()];
    expect(
      named.filter((each) => !known.has(each) && !each.startsWith("AWS::")),
      id,
    ).toEqual([]);
  }
});

test("the policy of each function is in its role, because a stack has at most 500 resources", () => {
  const roles = listTemplateResources(template, "AWS::IAM::Role");
  for (const [id, { Properties }] of listTemplateFunctions(template)) {
    const [, role] = roles.find(([roleId]) => hasReference(Properties["Role"], roleId)) ?? [];
    expect(role?.Properties["Policies"], id).toMatchObject([{ PolicyDocument: { Statement: expect.anything() } }]);
  }
});
