import type { UserPool, UserPoolClient } from "aws-cdk-lib/aws-cognito";
import { type IRole, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, CacheControl, type ISource, Source } from "aws-cdk-lib/aws-s3-deployment";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration, Stack } from "aws-cdk-lib/core";
import type { Construct, IConstruct } from "constructs";
import { buildSite } from "./site-build.ts";

const forEver = [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()];
const askFirst = [CacheControl.noCache()];

/**
 * The files of the site. Assets go first, so that no page names one that isn't there yet, and none is ever taken away:
 * a page that was opened before a deployment still finds its own.
 */
export function addSiteFiles(
  scope: Construct,
  bucket: IBucket,
  { pool, client, undelivered }: { pool: UserPool; client: UserPoolClient; undelivered: Queue },
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
  // What the pages of the staff need to sign in; nothing in it is secret.
  const config = Source.jsonData("config.json", {
    issuer: pool.userPoolProviderUrl,
    clientId: client.userPoolClientId,
  });
  const assetsFirst = deploy("SiteAssets", [Source.asset(assets)], forEver);
  const filesNext = deploy("SiteFiles", [Source.asset(files), config], askFirst);
  const pagesLast = deploy("SitePages", [Source.asset(pages)], askFirst, "text/html; charset=utf-8");
  watch(scope, role, undelivered);
  filesNext.node.addDependency(assetsFirst);
  pagesLast.node.addDependency(filesNext);
}

/** CDK's own function, as those of the house: traced, and what it can't take up is kept. */
function watch(scope: Construct, role: Role, undelivered: Queue): void {
  const isCopier = (each: IConstruct) =>
    each instanceof CfnFunction && each.node.path.includes("Custom::CDKBucketDeployment");
  const copier = scope.node.findAll().find(isCopier);
  if (!(copier instanceof CfnFunction)) throw new Error("CDK's function that copies files isn't where it was");
  copier.tracingConfig = { mode: "Active" };
  copier.deadLetterConfig = { targetArn: undelivered.queueArn };
  undelivered.grantSendMessages(role);
  role.addToPolicy(
    new PolicyStatement({ actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] }),
  );
}
