import type * as z from "zod/mini";
import { parse } from "../parse.ts";
import { StartError } from "../start-error.ts";
import type { Scope } from "./resolve.ts";
import { runnable } from "./runnable.ts";
import { ignored } from "./site-resources.ts";
import type { Template } from "./template.ts";

/** They guard, watch or pay for what runs, and have nothing to run themselves. */
const nothingToRun = new Set([
  "AWS::ApiGatewayV2::Stage",
  "AWS::Budgets::Budget",
  "AWS::CDK::Metadata",
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
  "AWS::S3::BucketPolicy",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
]);

/** Nobody's mailbox is here, so an alarm is mailed to nobody. */
const hasNothingToRun = ({ Type, Properties }: Template["Resources"][string]) =>
  nothingToRun.has(Type) || (Type === "AWS::SNS::Subscription" && Properties?.["Protocol"] === "email");

type Type = keyof typeof runnable;

export type Properties<T extends Type> = z.output<(typeof runnable)[T]>;

export interface Resource<T extends Type> {
  readonly logicalId: string;
  readonly properties: Properties<T>;
}

/** @throws StartError that names every resource nothing here can run */
export function checkResources({ Resources }: Template): void {
  const unknown = Object.entries(Resources).filter(
    ([, each]) => !hasNothingToRun(each) && (!(each.Type in runnable) || each.Condition !== undefined),
  );
  if (unknown.length === 0) return;
  const names = unknown.map(
    ([id, { Type, Condition }]) => `${id} (${Type}${Condition ? ` under the condition ${Condition}` : ""})`,
  );
  throw new StartError(
    `The template has what the local system can't run: ${names.join(", ")}. local/template/runnable.ts lists what it can.`,
  );
}

/** The logical identifiers of a type, before anything of them is resolved. */
export const idsOf = (type: Type, { Resources }: Template): string[] => {
  const copiers = copiersOf(Resources);
  const isRun = (id: string, each: Template["Resources"][string]) =>
    each.Type === type && !hasNothingToRun(each) && !copiers.has(id);
  return Object.entries(Resources).flatMap(([id, each]) => (isRun(id, each) ? [id] : []));
};

/** CDK's own functions that copy the site's files to their bucket; here the distribution reads them where they are. */
function copiersOf(resources: Template["Resources"]): ReadonlySet<unknown> {
  const deployments = Object.values(resources).filter(({ Type }) => Type === "Custom::CDKBucketDeployment");
  return new Set(
    deployments.map(
      ({ Properties }) => (Properties?.["ServiceToken"] as { "Fn::GetAtt"?: string[] })?.["Fn::GetAtt"]?.[0],
    ),
  );
}

/** The resources of a type with their properties resolved. @throws StartError that names the property at fault */
export const resourcesOf = <T extends Type>(type: T, template: Template, scope: Scope): Resource<T>[] =>
  idsOf(type, template).map((logicalId) => {
    const result = parse(runnable[type], resolveOf(logicalId, template, scope, type));
    if ("value" in result) return { logicalId, properties: result.value as Properties<T> };
    throw new StartError(`The local system can't run ${logicalId} (${type}): ${result.wrong}`);
  });

/** Only the properties that count, for one that doesn't may name what isn't there, such as a role. */
function resolveOf(logicalId: string, { Resources }: Template, scope: Scope, type: Type): unknown {
  const shape: Readonly<Record<string, unknown>> = runnable[type].shape;
  const properties = Object.entries(Resources[logicalId]?.Properties ?? {});
  try {
    return Object.fromEntries(
      properties.map(([name, value]) => [
        name,
        name in shape && shape[name] !== ignored ? scope.resolve(value) : value,
      ]),
    );
  } catch (error) {
    throw new StartError(`${logicalId}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
