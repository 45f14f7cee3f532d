import { createServer, type RequestListener, type Server } from "node:http";
import type { Context } from "../context.ts";
import { headerLimit } from "../gateway/gateway.ts";
import { start } from "../http.ts";
import { StartError } from "../start-error.ts";
import { type Properties, resourcesOf } from "../template/resources.ts";
import { deployedFiles, type StoredFile } from "./files.ts";
import { handOn } from "./hand-on.ts";
import { serveFiles } from "./serve-files.ts";

type Config = Properties<"AWS::CloudFront::Distribution">["DistributionConfig"];
type Behavior = Config["DefaultCacheBehavior"];
type Answers = (behavior: Behavior) => RequestListener;

export interface RunningDistribution {
  readonly server: Server;
  /** Serves the site's files from other folders. @param assets the folder of each asset by its key */
  deploy(assets: ReadonlyMap<string, string>): void;
}

/**
 * Pages and API at one address, as the distribution of the template has them: each request goes to the origin of the
 * first behaviour whose pattern its path fits. Without a distribution, the API is all there is.
 */
export async function runDistribution(context: Context, api: RequestListener): Promise<RunningDistribution> {
  const { stack, scope, ports } = context;
  const [distribution, ...more] = resourcesOf("AWS::CloudFront::Distribution", stack.template, scope);
  if (more.length > 0) throw new StartError("The local system runs one distribution, and the template has more.");
  const files = new Map<string, StoredFile>();
  const deploy = (assets: ReadonlyMap<string, string>) => {
    const deployed = deployedFiles({ ...context, stack: { ...stack, assets } }, bucketOf(context));
    files.clear();
    for (const [key, file] of deployed) files.set(key, file);
  };
  if (distribution) deploy(stack.assets);
  const listener = distribution
    ? route(distribution.properties.DistributionConfig, answering(context, files, api))
    : api;
  return { server: await start(createServer({ maxHeaderSize: headerLimit }, listener), ports.api), deploy };
}

function route(config: Config, answers: (config: Config) => Answers): RequestListener {
  const make = answers(config);
  const behaviors = config.CacheBehaviors.map((each) => ({ fits: pattern(each.PathPattern), answer: make(each) }));
  const otherwise = make(config.DefaultCacheBehavior);
  return (request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const { answer } = behaviors.find(({ fits }) => fits.test(path)) ?? { answer: otherwise };
    answer(request, response);
  };
}

/** `*` stands for any characters, as CloudFront has it. */
const pattern = (glob: string) =>
  new RegExp(
    `^${glob
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );

/** The bucket of the site. @throws StartError unless it is the one that deployments fill */
function bucketOf({ stack, scope }: Context): string {
  const deployments = resourcesOf("Custom::CDKBucketDeployment", stack.template, scope);
  const [bucket, ...others] = new Set(deployments.map(({ properties }) => properties.DestinationBucketName));
  if (bucket === undefined || others.length > 0)
    throw new StartError("The local distribution serves the one bucket that deployments fill.");
  return bucket;
}

function answering(
  { stack, scope, ...context }: Context,
  files: ReadonlyMap<string, StoredFile>,
  api: RequestListener,
) {
  const apis = resourcesOf("AWS::ApiGatewayV2::Api", stack.template, scope).map(({ logicalId }) =>
    scope.ref(logicalId),
  );
  const headers = headersOf({ stack, scope, ...context });
  return (config: Config): Answers =>
    (behavior) => {
      const origin = config.Origins.find(({ Id }) => Id === behavior.TargetOriginId);
      const policy = headers.get(behavior.ResponseHeadersPolicyId ?? "") ?? {};
      if (origin && apis.some((id) => origin.DomainName.startsWith(`${id}.`)))
        return handOn(api, origin.OriginCustomHeaders, policy);
      if (!origin?.S3OriginConfig)
        throw new StartError(`Nothing here answers for ${origin?.DomainName ?? "no origin"}.`);
      return serveFiles({
        files,
        methods: behavior.AllowedMethods,
        compress: behavior.Compress,
        root: config.DefaultRootObject,
        headers: policy,
      });
    };
}

/** What each policy adds to an answer. */
function headersOf({ stack, scope }: Context): ReadonlyMap<string, Record<string, string>> {
  const policies = resourcesOf("AWS::CloudFront::ResponseHeadersPolicy", stack.template, scope);
  return new Map(
    policies.map(({ logicalId, properties: { ResponseHeadersPolicyConfig: policy } }) => {
      const security = policy.SecurityHeadersConfig;
      const custom = policy.CustomHeadersConfig.Items.map(({ Header, Value }) => [Header.toLowerCase(), Value]);
      return [
        scope.ref(logicalId),
        {
          "content-security-policy": security.ContentSecurityPolicy.ContentSecurityPolicy,
          "x-content-type-options": "nosniff",
          "x-frame-options": security.FrameOptions.FrameOption,
          "referrer-policy": security.ReferrerPolicy.ReferrerPolicy,
          ...Object.fromEntries(custom),
        },
      ] as const;
    }),
  );
}
