import type { Context } from "./context.ts";
import { loopback } from "./ports.ts";
import { arn } from "./template/resolve.ts";
import { idsOf, resourcesOf } from "./template/resources.ts";
import type { Template } from "./template/template.ts";

export const apiUrl = (port: number) => `http://localhost:${port}`;

/** The values of the template's parameters: what the start gives, else their defaults. */
export function parametersOf(
  { Parameters = {} }: Template,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const all = Object.entries(Parameters).map(([name, { Default }]) => [name, given[name] ?? Default] as const);
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The functions, in the order of the template, are called as they are there. */
export const functionArn = (logicalId: string) => arn("lambda", `function:${logicalId}`);

export const tableName = (logicalId: string, given: string | undefined) => given ?? `Palais-${logicalId}`;

/** Where a queue is found; the SDK sends to this very address. */
export const queueUrl = (port: number, logicalId: string) => `http://${loopback}:${port}/local/${logicalId}`;

/** Names all that has its name from the start, so that the order in which parts come up matters little. */
export function nameResources({ stack: { template }, scope, ports }: Context): void {
  const name = (
    type: Parameters<typeof idsOf>[0],
    ref: (id: string) => string,
    attributes: (id: string) => Record<string, string>,
  ) => {
    for (const id of idsOf(type, template)) scope.name(id, { ref: ref(id), attributes: attributes(id) });
  };
  const itself = (id: string) => id;
  const none = () => ({});
  name("AWS::Lambda::Function", itself, (id) => ({ Arn: functionArn(id) }));
  name("AWS::Lambda::LayerVersion", (id) => arn("lambda", `layer:${id}`), none);
  // All traffic goes to the one version that is here.
  name("AWS::Lambda::Version", itself, () => ({ Version: "1" }));
  for (const { logicalId, properties } of resourcesOf("AWS::Lambda::Alias", template, scope)) {
    scope.name(logicalId, { ref: `${functionArn(properties.FunctionName)}:${properties.Name}` });
  }
  name("AWS::ApiGatewayV2::Api", itself, () => ({ ApiEndpoint: apiUrl(ports.api) }));
  name("AWS::ApiGatewayV2::Integration", itself, none);
  name("AWS::ApiGatewayV2::Authorizer", itself, none);
  name("AWS::KMS::Key", itself, (id) => ({ Arn: arn("kms", `key/${id}`) }));
  name("AWS::SES::ConfigurationSet", itself, none);
  name(
    "AWS::SNS::Topic",
    (id) => arn("sns", id),
    () => ({}),
  );
  // A bucket's name is all small letters.
  name(
    "AWS::S3::Bucket",
    (id) => id.toLowerCase(),
    (id) => ({ Arn: `arn:aws:s3:::${id.toLowerCase()}`, RegionalDomainName: `${loopback}:${ports.documents}` }),
  );
  name("AWS::CloudFront::OriginAccessControl", itself, (id) => ({ Id: id }));
  name("AWS::CloudFront::ResponseHeadersPolicy", itself, none);
  name("AWS::CloudFront::Distribution", itself, () => ({ DomainName: new URL(apiUrl(ports.api)).host }));
  name(
    "AWS::SQS::Queue",
    (id) => queueUrl(ports.queues, id),
    (id) => ({ Arn: arn("sqs", id), QueueName: id }),
  );
  for (const { logicalId, properties } of resourcesOf("AWS::SES::EmailIdentity", template, scope)) {
    scope.name(logicalId, { ref: properties.EmailIdentity });
  }
}
