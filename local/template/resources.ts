import type * as z from "zod/mini";
import { describeError, parseWithSchema, StartError } from "../errors.ts";
import type { TemplateScope } from "./resolve.ts";
import { ignored, runnableResources } from "./runnable-resources.ts";
import type { StackTemplate, SynthesizedStack } from "./synthesized-stack.ts";

type TemplateResources = StackTemplate["Resources"];

/** These types protect, monitor or bill what runs, and need no counterpart on this machine. */
const ignoredTypes = new Set([
  "AWS::ApiGatewayV2::Stage",
  "AWS::CDK::Metadata",
  // Nothing in it runs, as `assertResourcesRunnable` makes sure.
  "AWS::CloudFormation::Stack",
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::Dashboard",
  "AWS::CodeDeploy::Application",
  "AWS::CodeDeploy::DeploymentGroup",
  "AWS::Cognito::UserPoolRiskConfigurationAttachment",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::KMS::Alias",
  "AWS::Lambda::Permission",
  "AWS::Logs::LogGroup",
  "AWS::Logs::MetricFilter",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
]);

/** Alarm emails are not sent locally. */
const isIgnoredResource = ({ Type, Properties }: TemplateResources[string]) =>
  ignoredTypes.has(Type) || (Type === "AWS::SNS::Subscription" && Properties?.["Protocol"] === "email");

export type ResourceType = keyof typeof runnableResources;

export type ResourceProperties<T extends ResourceType> = z.output<(typeof runnableResources)[T]>;

export interface TemplateResource<T extends ResourceType> {
  readonly logicalId: string;
  readonly properties: ResourceProperties<T>;
}

/** @throws StartError that names every resource that the local system can't run, such as any that runs in a nested stack */
export function assertResourcesRunnable({
  template,
  nestedTemplates,
}: Pick<SynthesizedStack, "template" | "nestedTemplates">): void {
  const unknown = Object.entries(template.Resources)
    .filter(([, { Type, Condition }]) => !(Type in runnableResources) || Condition !== undefined)
    .map(([id, each]) => ({ id, ...each, place: each.Condition ? ` under the condition ${each.Condition}` : "" }));
  const nested = nestedTemplates.flatMap(({ Resources }) =>
    Object.entries(Resources).map(([id, each]) => ({ id, ...each, place: " in a nested stack" })),
  );
  const names = [...unknown, ...nested].flatMap((each) =>
    isIgnoredResource(each) ? [] : [`${each.id} (${each.Type}${each.place})`],
  );
  if (names.length === 0) return;
  throw new StartError(
    `The local system can't run these resources of the template: ${names.join(", ")}. local/template/runnable-resources.ts lists the types it can run.`,
  );
}

/** The logical ids of a type. Resolves nothing. */
export function listLogicalIds(type: ResourceType, { Resources }: StackTemplate): string[] {
  const copyFunctions = listCopyFunctions(Resources);
  return Object.entries(Resources).flatMap(([id, each]) =>
    each.Type === type && !isIgnoredResource(each) && !copyFunctions.has(id) ? [id] : [],
  );
}

/**
 * CDK's functions that copy the site's files to their bucket. The local distribution reads the files from the assets.
 */
function listCopyFunctions(resources: TemplateResources): ReadonlySet<unknown> {
  const deployments = Object.values(resources).filter(({ Type }) => Type === "Custom::CDKBucketDeployment");
  const tokens = deployments.map(({ Properties }) => Properties?.["ServiceToken"] as { "Fn::GetAtt"?: string[] });
  return new Set(tokens.map((token) => token?.["Fn::GetAtt"]?.[0]));
}

/** The resources of a type with resolved properties. @throws StartError that names the invalid property */
export const listResources = <T extends ResourceType>(
  type: T,
  template: StackTemplate,
  scope: TemplateScope,
): TemplateResource<T>[] =>
  listLogicalIds(type, template).map((logicalId) => {
    const toError = (faults: string) => new StartError(`The local system can't run ${logicalId} (${type}): ${faults}`);
    const properties = resolveProperties(logicalId, template, scope, type);
    return {
      logicalId,
      properties: parseWithSchema(runnableResources[type], properties, toError) as ResourceProperties<T>,
    };
  });

/**
 * Resolves the properties that are not ignored, because ignored ones may refer to ignored resources, such as a role.
 */
function resolveProperties(
  logicalId: string,
  { Resources }: StackTemplate,
  scope: TemplateScope,
  type: ResourceType,
): unknown {
  const shape: Readonly<Record<string, unknown>> = runnableResources[type].shape;
  const isUsed = (name: string) => name in shape && shape[name] !== ignored;
  const properties = Object.entries(Resources[logicalId]?.Properties ?? {});
  try {
    return Object.fromEntries(properties.map(([name, value]) => [name, isUsed(name) ? scope.resolve(value) : value]));
  } catch (error) {
    throw new StartError(`${logicalId}: ${describeError(error)}`, { cause: error });
  }
}
