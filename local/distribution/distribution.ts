import { createServer, type RequestListener, type Server } from "node:http";
import type { LocalContext } from "../context.ts";
import { StartError } from "../errors.ts";
import { maxHeaderBytes } from "../gateway/gateway.ts";
import { findFreePort, startServer, toLoopbackUrl } from "../network.ts";
import type { LocalSecrets } from "../secrets.ts";
import { listResources, type ResourceProperties } from "../template/resources.ts";
import { type OriginHeader, type OriginHeaders, startCloudFrontServer } from "./cloudfront-api.ts";
import { runEdgeFunction } from "./edge-function.ts";
import { createStoredFileFinder, loadSiteFiles, type SiteFile, serveFiles } from "./serve-files.ts";

type DistributionConfig = ResourceProperties<"AWS::CloudFront::Distribution">["DistributionConfig"];
type Origin = DistributionConfig["Origins"][number];
type CacheBehavior = DistributionConfig["DefaultCacheBehavior"];

export interface RunningDistribution {
  readonly server: Server;
  /** CloudFront's API, by which an operator changes the headers of the origins. */
  readonly management: { readonly server: Server; readonly endpoint: string; readonly distributionId: string };
  /** Serves the site's files from other folders. @param assets the folder of each asset by its key */
  deploy(assets: ReadonlyMap<string, string>): void;
}

/**
 * Starts the distribution of the template: pages and API at one address. Each request goes to the origin of the first
 * behavior whose pattern matches the path. Without a distribution in the template, it serves the API only.
 */
export async function runDistribution(
  context: LocalContext,
  api: RequestListener,
  secrets: LocalSecrets,
): Promise<RunningDistribution> {
  const { stack, scope, ports } = context;
  const [distribution, ...others] = listResources("AWS::CloudFront::Distribution", stack.template, scope);
  if (others.length > 0) throw new StartError("The local system runs one distribution; the template has more.");
  const files = new Map<string, SiteFile>();
  const deploy = (assets: ReadonlyMap<string, string>) => {
    const deployed = loadSiteFiles({ ...context, stack: { ...stack, assets } }, findSiteBucket(context));
    files.clear();
    for (const [key, file] of deployed) files.set(key, file);
  };
  if (distribution) deploy(stack.assets);
  const originHeaders = resolveOriginHeaders(distribution?.properties.DistributionConfig.Origins ?? [], secrets);
  const listener = distribution
    ? routeByPath(distribution.properties.DistributionConfig, createListenerFactory(context, files, api, originHeaders))
    : api;
  const [port, distributionId] = [await findFreePort(), distribution ? scope.ref(distribution.logicalId) : ""];
  const management = {
    server: await startCloudFrontServer(port, distributionId, originHeaders),
    endpoint: toLoopbackUrl(port),
    distributionId,
  };
  const server = await startServer(createServer({ maxHeaderSize: maxHeaderBytes }, listener), ports.api);
  return { server, management, deploy };
}

/** The headers of each origin, with the values of secrets as they are now. */
function resolveOriginHeaders(origins: DistributionConfig["Origins"], secrets: LocalSecrets): OriginHeaders {
  return new Map(
    origins.map(({ Id, OriginCustomHeaders }) => [
      Id,
      OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => ({
        HeaderName,
        HeaderValue: secrets.resolveReferences(HeaderValue),
      })),
    ]),
  );
}

type CreateListener = (behavior: CacheBehavior, config: DistributionConfig) => RequestListener;

function routeByPath(config: DistributionConfig, createListener: CreateListener): RequestListener {
  const behaviors = config.CacheBehaviors.map((behavior) => ({
    pattern: toPathRegExp(behavior.PathPattern),
    listener: createListener(behavior, config),
  }));
  const defaultListener = createListener(config.DefaultCacheBehavior, config);
  return (request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const listener = behaviors.find(({ pattern }) => pattern.test(path))?.listener ?? defaultListener;
    listener(request, response);
  };
}

/** Converts a pattern of CloudFront: `*` matches any characters, `?` matches one. */
const toPathRegExp = (pattern: string) =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );

/** The bucket of the site. @throws StartError unless all deployments have the same bucket */
function findSiteBucket({ stack, scope }: LocalContext): string {
  const deployments = listResources("Custom::CDKBucketDeployment", stack.template, scope);
  const [bucket, ...others] = new Set(deployments.map(({ properties }) => properties.DestinationBucketName));
  if (bucket === undefined || others.length > 0)
    throw new StartError("The local distribution serves the one bucket that deployments fill.");
  return bucket;
}

function createListenerFactory(
  context: LocalContext,
  files: ReadonlyMap<string, SiteFile>,
  api: RequestListener,
  originHeaders: OriginHeaders,
): CreateListener {
  const { stack, scope, ports } = context;
  const findStored = createStoredFileFinder(toLoopbackUrl(ports.documents), findSiteBucket(context));
  const apis = listResources("AWS::ApiGatewayV2::Api", stack.template, scope).map(({ logicalId }) =>
    scope.ref(logicalId),
  );
  const policies = listHeaderPolicies({ stack, scope });
  const functions = new Map(
    listResources("AWS::CloudFront::Function", stack.template, scope).map(({ logicalId, properties }) => [
      scope.getAttribute(logicalId, "FunctionARN"),
      properties.FunctionCode,
    ]),
  );
  const isApi = ({ DomainName }: Origin) => apis.some((id) => DomainName.startsWith(`${id}.`));
  return (behavior, config) => {
    const { origin, fallback, fallbackStatusCodes } = findOrigins(config, behavior.TargetOriginId);
    const headers = policies.get(behavior.ResponseHeadersPolicyId ?? "") ?? {};
    const forward = ({ Id }: Origin) => forwardToOrigin(api, () => originHeaders.get(Id) ?? [], headers);
    if (isApi(origin)) return forward(origin);
    if (!origin.S3OriginConfig || (fallback && !isApi(fallback)))
      throw new StartError(`The local distribution has no origin ${behavior.TargetOriginId}.`);
    const { AllowedMethods: methods, Compress: compress, FunctionAssociations: associations } = behavior;
    const whenMissing = fallback && fallbackStatusCodes.includes(404) ? forward(fallback) : undefined;
    return associations.reduce(
      (listener, { FunctionARN }) => runEdgeFunction(functions.get(FunctionARN) ?? "", methods, listener),
      serveFiles({
        ...{ files, findStored, methods, compress, root: config.DefaultRootObject, headers },
        ...(whenMissing && { whenMissing }),
      }),
    );
  };
}

/** The origin of a behavior, or the two of its group: the second one answers if the first one has one of these statuses. */
function findOrigins({ Origins, OriginGroups }: DistributionConfig, target: string) {
  const group = OriginGroups?.Items.find(({ Id }) => Id === target);
  const ids = group?.Members.Items.map(({ OriginId }) => OriginId) ?? [target];
  const [origin, fallback] = ids.map((id) => Origins.find(({ Id }) => Id === id));
  if (!origin) throw new StartError(`The local distribution has no origin ${target}.`);
  return { origin, fallback, fallbackStatusCodes: group?.FailoverCriteria.StatusCodes.Items ?? [] };
}

/** The response headers of each policy, by the policy's id. */
function listHeaderPolicies({ stack, scope }: Pick<LocalContext, "stack" | "scope">) {
  const policies = listResources("AWS::CloudFront::ResponseHeadersPolicy", stack.template, scope);
  return new Map(
    policies.map(({ logicalId, properties: { ResponseHeadersPolicyConfig: policy } }) => {
      const security = policy.SecurityHeadersConfig;
      const custom = policy.CustomHeadersConfig.Items.map(({ Header, Value }) => [Header.toLowerCase(), Value]);
      const headers: Record<string, string> = {
        "content-security-policy": security.ContentSecurityPolicy.ContentSecurityPolicy,
        "x-content-type-options": "nosniff",
        "x-frame-options": security.FrameOptions.FrameOption,
        "referrer-policy": security.ReferrerPolicy.ReferrerPolicy,
        ...Object.fromEntries(custom),
      };
      return [scope.ref(logicalId), headers] as const;
    }),
  );
}

/**
 * Forwards requests to an origin as CloudFront does: adds the origin's custom headers, overwriting those of the client,
 * appends the client's address to `x-forwarded-for`, and adds the headers of the behavior's policy to responses.
 * @param getAdded the custom headers as they are now
 */
export const forwardToOrigin =
  (
    origin: RequestListener,
    getAdded: () => readonly OriginHeader[],
    policy: Readonly<Record<string, string>> = {},
  ): RequestListener =>
  (request, response) => {
    const headers = request.headersDistinct;
    headers["x-forwarded-for"] = [
      [...(headers["x-forwarded-for"] ?? []), request.socket.remoteAddress ?? ""].join(", "),
    ];
    for (const { HeaderName, HeaderValue } of getAdded()) headers[HeaderName.toLowerCase()] = [HeaderValue];
    response.setHeaders(new Map(Object.entries(policy)));
    origin(request, response);
  };
