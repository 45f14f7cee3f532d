import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { CfnMalwareProtectionPlan } from "aws-cdk-lib/aws-guardduty";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunctionType } from "aws-cdk-lib/aws-lambda";
import { type Bucket, HttpMethods, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration, Fn, Stack } from "aws-cdk-lib/core";
import type { Construct, IDependable } from "constructs";
import { createIsSetCondition } from "../parameters.ts";
import { createPrivateBucket } from "./private-bucket.ts";

/** The prefix of uploads that have not been scanned. They expire after a day. */
export const quarantinePrefix = "quarantine/";

/** The prefix of files that are made of data of people. */
export const madeFilesPrefix = "made/";

/**
 * Creates the bucket for photos, passports and letters.
 * @param siteAddress the only origin whose pages may use it; every origin if the site has no name of its own
 */
export function createDocumentsBucket(scope: Construct, logs: IBucket, siteAddress: string): Bucket {
  const hasName = createIsSetCondition(scope, "HasSiteAddress", siteAddress).logicalId;
  const bucket = createPrivateBucket(scope, "Documents", {
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: "documents/",
    // The signature of a form or an address grants the access; the origin is a second barrier.
    cors: [
      {
        allowedMethods: [HttpMethods.POST, HttpMethods.GET],
        allowedOrigins: [Fn.conditionIf(hasName, siteAddress, "*").toString()],
        allowedHeaders: ["*"],
        maxAge: 3_600,
      },
    ],
    lifecycleRules: [
      { prefix: quarantinePrefix, expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      // An import file is stored as long as the job that reads it.
      { tagFilters: { kind: "import" }, expiration: Duration.days(30) },
      // Printed badges, exports, and downloads of the list of participants, whose versions do not expire.
      {
        prefix: madeFilesPrefix,
        expiration: Duration.days(1),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
  });
  return bucket;
}

/**
 * Scans every upload. GuardDuty checks the role when it creates the plan, and a new policy takes some seconds to be
 * effective everywhere: the plan waits for the policy, and for a resource that takes minutes.
 * @param slow a resource that CloudFormation creates in minutes
 */
export function addMalwareProtection(scope: Construct, bucket: Bucket, slow: IDependable): void {
  const role = createScannerRole(scope, bucket);
  const policy = role.node.findChild("DefaultPolicy");
  const plan = new CfnMalwareProtectionPlan(scope, "MalwareProtection", {
    role: role.roleArn,
    protectedResource: { s3Bucket: { bucketName: bucket.bucketName, objectPrefixes: [quarantinePrefix] } },
    actions: { tagging: { status: "ENABLED" } },
  });
  plan.node.addDependency(policy, slow);
}

/** Sends the result of every scan to the function. */
export function addDocumentScan(scope: Construct, bucket: Bucket, lambda: LambdaFunctionType, eventDlq: Queue): void {
  new Rule(scope, "DocumentScanned", {
    eventPattern: {
      source: ["aws.guardduty"],
      detailType: ["GuardDuty Malware Protection Object Scan Result"],
      detail: { s3ObjectDetails: { bucketName: [bucket.bucketName] } },
    },
    targets: [
      new LambdaFunction(lambda, { maxEventAge: Duration.hours(2), retryAttempts: 5, deadLetterQueue: eventDlq }),
    ],
  });
}

/** Creates the role as the GuardDuty user guide describes it ("Create or update IAM role policy"). */
function createScannerRole(scope: Construct, bucket: Bucket): Role {
  const role = new Role(scope, "MalwareScanner", {
    assumedBy: new ServicePrincipal("malware-protection-plan.guardduty.amazonaws.com"),
  });
  const ruleArn = Stack.of(scope).formatArn({
    service: "events",
    resource: "rule",
    resourceName: "DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*",
  });
  const allow = (actions: string[], resources: string[], conditions?: Record<string, object>) =>
    role.addToPolicy(new PolicyStatement({ actions, resources, ...(conditions && { conditions }) }));
  allow(["events:PutRule", "events:DeleteRule", "events:PutTargets", "events:RemoveTargets"], [ruleArn], {
    StringEquals: { "events:ManagedBy": "malware-protection-plan.guardduty.amazonaws.com" },
  });
  allow(["events:DescribeRule", "events:ListTargetsByRule"], [ruleArn]);
  allow(["s3:GetBucketNotification", "s3:PutBucketNotification", "s3:ListBucket"], [bucket.bucketArn]);
  allow(["s3:PutObject"], [bucket.arnForObjects("malware-protection-resource-validation-object")]);
  allow(
    ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:PutObjectTagging"],
    [bucket.arnForObjects(`${quarantinePrefix}*`)],
  );
  allow(["s3:GetObjectVersionTagging", "s3:PutObjectVersionTagging"], [bucket.arnForObjects(`${quarantinePrefix}*`)]);
  return role;
}
