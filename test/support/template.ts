import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { App, NestedStack, type Stack } from "aws-cdk-lib/core";
import { PalaisMonitoringStack } from "../../infra/monitoring-stack.ts";
import { PalaisStack } from "../../infra/palais-stack.ts";

/**
 * Where the synthesised app lies, if it was made in this run of the tests: test/run.ts says so after its check `synth`.
 * Else each system that starts makes its own.
 */
export function getAssembly(): { readonly cdkOut?: string } {
  const cdkOut = process.env["PALAIS_CDK_OUT"];
  return cdkOut === undefined ? {} : { cdkOut };
}

export interface SynthesizedResource {
  readonly Type: string;
  // A property's shape depends on the type; each test reads only what its type has.
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
  readonly UpdatePolicy?: Readonly<Record<string, unknown>>;
}

let whole: Template | undefined;
let trial: Template | undefined;
let edge: Template | undefined;

/**
 * A stack's template, made with the sources in place of the bundles: nothing here looks into the code. The template of
 * the whole system, which is the default, is made once for all test files of a worker.
 */
export function synthesizeTemplate(stackOf?: (app: App) => Stack): Template {
  if (stackOf) return templateFrom(stackOf);
  whole ??= templateFrom((app) => new PalaisStack(app, "Palais"));
  return whole;
}

/** The template of the whole system as a trial stage, made once for all test files of a worker. */
export function synthesizeTrial(): Template {
  trial ??= templateFrom((app) => {
    app.node.setContext("trial", "true");
    return new PalaisStack(app, "Palais");
  });
  return trial;
}

/** The template of the stack that watches the distribution, made once for all test files of a worker. */
export function synthesizeMonitoring(): Template {
  edge ??= templateFrom((app) => new PalaisMonitoringStack(app, "PalaisMonitoring"));
  return edge;
}

function templateFrom(stackOf: (app: App) => Stack): Template {
  const outdir = mkdtempSync(path.join(tmpdir(), "palais-synth-"));
  try {
    const app = new App({ outdir, analyticsReporting: false, context: { "aws:cdk:bundling-stacks": [] } });
    const stack = stackOf(app);
    const template = Template.fromStack(stack);
    const nested = stack.node.findAll().filter((each) => each instanceof NestedStack);
    nestedTemplates.set(
      template,
      nested.map((each) => Template.fromStack(each)),
    );
    return template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The resources of one type by their logical id. */
export function listTemplateResources(template: Template, type: string): [id: string, resource: SynthesizedResource][] {
  return Object.entries(template.findResources(type) as Record<string, SynthesizedResource>);
}

const nestedTemplates = new WeakMap<Template, readonly Template[]>();

/** The templates of the stacks that are nested in one that `synthesizeTemplate` has made. */
export const listNestedTemplates = (template: Template): readonly Template[] => nestedTemplates.get(template) ?? [];

/**
 * The alarms of a stack and of the one nested in it, by their logical id. In place of a parameter of the nested stack
 * stands what the stack passes, so that each alarm reads as if it was in the stack itself.
 */
export function listAlarms(template: Template): [id: string, alarm: SynthesizedResource][] {
  const type = "AWS::CloudWatch::Alarm";
  const [[, nesting] = []] = listTemplateResources(template, "AWS::CloudFormation::Stack");
  const passed = (nesting?.Properties["Parameters"] ?? {}) as Readonly<Record<string, unknown>>;
  const resolve = (_: string, value: unknown) => {
    const { Ref } = (value ?? {}) as { readonly Ref?: string };
    return (Ref !== undefined && passed[Ref]) || value;
  };
  const nested = listNestedTemplates(template).flatMap((each) => listTemplateResources(each, type));
  return [
    ...listTemplateResources(template, type),
    ...nested.map(([id, alarm]): [string, SynthesizedResource] => [id, JSON.parse(JSON.stringify(alarm), resolve)]),
  ];
}

/** The statements of a role, or of all roles: in the role itself, and in the policies that CDK attaches to it. */
export function listRoleStatements<Statement>(template: Template, roleId?: string): Statement[] {
  const roles = listTemplateResources(template, "AWS::IAM::Role")
    .filter(([id]) => roleId === undefined || id === roleId)
    .flatMap(([, { Properties }]) => (Properties["Policies"] ?? []) as Readonly<Record<string, unknown>>[]);
  const policies = listTemplateResources(template, "AWS::IAM::Policy")
    .map(([, { Properties }]) => Properties)
    .filter((each) => roleId === undefined || hasReference(each["Roles"], roleId));
  return [...roles, ...policies].flatMap((each) => (each["PolicyDocument"] as { Statement: Statement[] }).Statement);
}

/** Whether a property names this resource, by `Ref` or `Fn::GetAtt`, at any depth. */
export function hasReference(property: unknown, logicalId: string): boolean {
  return JSON.stringify(property ?? null).includes(`"${logicalId}"`);
}

/** The functions of the house; CDK's own, which copies the site's files to their bucket, is not among them. */
export const listTemplateFunctions = (template: Template): [id: string, resource: SynthesizedResource][] =>
  listTemplateResources(template, "AWS::Lambda::Function").filter(([, { Properties }]) =>
    String(Properties["Description"]).startsWith("Palais: "),
  );
