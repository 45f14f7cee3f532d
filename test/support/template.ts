import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { App, type Stack } from "aws-cdk-lib/core";
import { Palais } from "../../infra/stack.ts";

export interface Resource {
  readonly Type: string;
  // A property's shape depends on the type; each test reads only what its type has.
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdatePolicy?: Readonly<Record<string, unknown>>;
}

let whole: Template | undefined;

/**
 * A stack's template, made with the sources in place of the bundles: nothing here looks into the code. The template of
 * the whole system, which is the default, is made once for all test files of a worker.
 */
export function synthesise(stackOf?: (app: App) => Stack): Template {
  if (stackOf) return templateFrom(stackOf);
  whole ??= templateFrom((app) => new Palais(app, "Palais"));
  return whole;
}

function templateFrom(stackOf: (app: App) => Stack): Template {
  const outdir = mkdtempSync(path.join(tmpdir(), "palais-synth-"));
  try {
    const app = new App({ outdir, analyticsReporting: false, context: { "aws:cdk:bundling-stacks": [] } });
    return Template.fromStack(stackOf(app));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The resources of one type by their logical id. */
export function resourcesOf(template: Template, type: string): [id: string, resource: Resource][] {
  return Object.entries(template.findResources(type) as Record<string, Resource>);
}

/** Whether a property names this resource, by `Ref` or `Fn::GetAtt`, at any depth. */
export function names(property: unknown, logicalId: string): boolean {
  return JSON.stringify(property).includes(`"${logicalId}"`);
}

/** The functions of the house; CDK's own, which copies the site's files to their bucket, is not among them. */
export const functionsOf = (template: Template): [id: string, resource: Resource][] =>
  resourcesOf(template, "AWS::Lambda::Function").filter(([, { Properties }]) =>
    String(Properties["Description"]).startsWith("Palais: "),
  );
