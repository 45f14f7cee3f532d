import type { LocalContext } from "../context.ts";
import { loopback, toLoopbackUrl } from "../network.ts";
import { toArn } from "./arn.ts";
import { listLogicalIds, listResources, type ResourceType } from "./resources.ts";
import type { StackTemplate } from "./synthesized-stack.ts";

export const toApiUrl = (port: number) => `http://localhost:${port}`;

export const toFunctionArn = (logicalId: string) => toArn("lambda", `function:${logicalId}`);

/** The URL of a queue, to which the SDK sends its requests. */
export const toQueueUrl = (port: number, logicalId: string) => `${toLoopbackUrl(port)}/local/${logicalId}`;

/** The values of the template's parameters: those of `values`, else their defaults. */
export function resolveParameters(
  { Parameters = {} }: StackTemplate,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const all = Object.entries(Parameters).map(([name, { Default }]) => [name, values[name] ?? Default] as const);
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/**
 * Defines the resources whose names do not depend on running parts, so that the start order of parts matters little.
 */
export function nameResources({ stack: { template }, scope, ports }: LocalContext): void {
  const define = (
    type: ResourceType,
    attributes: (id: string) => Record<string, string> = () => ({}),
    ref: (id: string) => string = (id) => id,
  ) => {
    for (const id of listLogicalIds(type, template)) scope.define(id, { ref: ref(id), attributes: attributes(id) });
  };
  define("AWS::Lambda::Function", (id) => ({ Arn: toFunctionArn(id) }));
  define("AWS::Lambda::LayerVersion", undefined, (id) => toArn("lambda", `layer:${id}`));
  // Only one version exists, and it gets all traffic.
  define("AWS::Lambda::Version", () => ({ Version: "1" }));
  for (const { logicalId, properties } of listResources("AWS::Lambda::Alias", template, scope)) {
    scope.define(logicalId, { ref: `${toFunctionArn(properties.FunctionName)}:${properties.Name}` });
  }
  define("AWS::ApiGatewayV2::Api", () => ({ ApiEndpoint: toApiUrl(ports.api) }));
  define("AWS::ApiGatewayV2::Integration");
  define("AWS::ApiGatewayV2::Authorizer");
  define("AWS::KMS::Key", (id) => ({ Arn: toArn("kms", `key/${id}`) }));
  define("AWS::SecretsManager::Secret", undefined, (id) => toArn("secretsmanager", `secret:${id}`));
  define("AWS::SES::ConfigurationSet");
  define("AWS::SNS::Topic", undefined, (id) => toArn("sns", id));
  // Names of buckets have no capital letters.
  const toBucketName = (id: string) => id.toLowerCase();
  const documentsHost = `${loopback}:${ports.documents}`;
  define(
    "AWS::S3::Bucket",
    (id) => ({ Arn: `arn:aws:s3:::${toBucketName(id)}`, RegionalDomainName: documentsHost }),
    toBucketName,
  );
  define("AWS::CloudFront::OriginAccessControl", (id) => ({ Id: id }));
  define("AWS::CloudFront::ResponseHeadersPolicy");
  define("AWS::CloudFront::Function", (id) => ({ FunctionARN: toArn("cloudfront", `function/${id}`) }));
  define("AWS::CloudFront::Distribution", () => ({ DomainName: new URL(toApiUrl(ports.api)).host }));
  define(
    "AWS::SQS::Queue",
    (id) => ({ Arn: toArn("sqs", id), QueueName: id }),
    (id) => toQueueUrl(ports.queues, id),
  );
}
