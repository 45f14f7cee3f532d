import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import type { UserPool, UserPoolClient } from "aws-cdk-lib/aws-cognito";
import { type IRole, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, CacheControl, type ISource, Source } from "aws-cdk-lib/aws-s3-deployment";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration, Stack } from "aws-cdk-lib/core";
import type { Construct, IConstruct } from "constructs";
import { createTemporaryFolder, repositoryRoot } from "../build-paths.ts";

const immutableCacheControl = [
  CacheControl.setPublic(),
  CacheControl.maxAge(Duration.days(365)),
  CacheControl.immutable(),
];
const revalidateCacheControl = [CacheControl.noCache()];

/**
 * Deploys the files of the site. Assets are deployed first, so that no page refers to a missing one. No file is
 * deleted, so that a page that was opened before a deployment finds its assets.
 */
export function addSiteFiles(
  scope: Construct,
  bucket: IBucket,
  { pool, client, eventDlq }: { pool: UserPool; client: UserPoolClient; eventDlq: Queue },
): void {
  const { assets, files, pages } = buildSite(Stack.of(scope));
  const logGroup = new LogGroup(scope, "SiteFilesLog", { retention: RetentionDays.THREE_MONTHS });
  const role = new Role(scope, "SiteFilesRole", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  logGroup.grantWrite(role);
  const deploy = (id: string, sources: ISource[], cacheControl: CacheControl[], contentType?: string) =>
    new BucketDeployment(scope, id, {
      sources,
      destinationBucket: bucket,
      prune: false,
      cacheControl,
      logGroup,
      role: role as IRole,
      ...(contentType !== undefined && { contentType }),
    });
  // The staff's pages read it to sign in. It contains no secret.
  const config = Source.jsonData("config.json", {
    issuer: pool.userPoolProviderUrl,
    clientId: client.userPoolClientId,
  });
  const assetsDeployment = deploy("SiteAssets", [Source.asset(assets)], immutableCacheControl);
  const filesDeployment = deploy("SiteFiles", [Source.asset(files), config], revalidateCacheControl);
  const pagesDeployment = deploy(
    "SitePages",
    [Source.asset(pages)],
    revalidateCacheControl,
    "text/html; charset=utf-8",
  );
  configureCopyFunction(scope, role, eventDlq);
  filesDeployment.node.addDependency(assetsDeployment);
  pagesDeployment.node.addDependency(filesDeployment);
}

/** Configures CDK's own function like the functions of Palais: with tracing and a dead-letter queue. */
function configureCopyFunction(scope: Construct, role: Role, eventDlq: Queue): void {
  const isCopier = (each: IConstruct) =>
    each instanceof CfnFunction && each.node.path.includes("Custom::CDKBucketDeployment");
  const copier = scope.node.findAll().find(isCopier);
  if (!(copier instanceof CfnFunction)) throw new Error("CDK's function that copies files was not found");
  copier.tracingConfig = { mode: "Active" };
  copier.deadLetterConfig = { targetArn: eventDlq.queueArn };
  eventDlq.grantSendMessages(role);
  role.addToPolicy(
    new PolicyStatement({ actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] }),
  );
}

/** The folders of the built site, by how long their files may be cached. */
export interface BuiltSite {
  /** Named by their content, so cached forever. */
  readonly assets: string;
  /** Pages without `.html` in their names, so that `/console` is an object of the bucket. */
  readonly pages: string;
  /** Other files with a fixed name, such as the icon. */
  readonly files: string;
}

/**
 * Builds the pages with Vite. Assets are named by their content, so that unchanged ones are not deployed again. If
 * bundling is disabled for the stack, the folder of the sources is used instead.
 */
function buildSite(stack: Stack): BuiltSite {
  const sources = path.join(repositoryRoot, "web");
  if (!stack.bundlingRequired) return { assets: sources, pages: sources, files: sources };
  const folder = createTemporaryFolder("site");
  const out = path.join(folder, "out");
  const { status, stderr } = spawnSync(process.execPath, [path.join(sources, "build.ts"), out], {
    cwd: repositoryRoot,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) throw new Error(`The pages can't be built:\n${stderr}`);
  return sortSite(out, folder);
}

/** Copies a built site into the folders of a BuiltSite. @param folder a new or empty folder */
export function sortSite(out: string, folder: string): BuiltSite {
  const built = {
    assets: path.join(folder, "assets"),
    pages: path.join(folder, "pages"),
    files: path.join(folder, "files"),
  };
  for (const each of Object.values(built)) mkdirSync(each, { recursive: true });
  cpSync(path.join(out, "assets"), path.join(built.assets, "assets"), { recursive: true });
  for (const name of readdirSync(out).filter((each) => each !== "assets")) {
    const isPage = name.endsWith(".html");
    const key = isPage && name !== "index.html" ? name.slice(0, -".html".length) : name;
    cpSync(path.join(out, name), path.join(isPage ? built.pages : built.files, key), { recursive: true });
  }
  if (!existsSync(path.join(built.pages, "index.html"))) throw new Error("The built site has no index.html.");
  return built;
}
