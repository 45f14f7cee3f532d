import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { CfnMalwareProtectionPlan } from "aws-cdk-lib/aws-guardduty";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunctionType } from "aws-cdk-lib/aws-lambda";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** What was uploaded and isn't checked yet; whatever stays there is gone within a day. */
export const quarantine = "quarantine/";

/** The bucket of photos, passports and letters, and the scan of all that is uploaded. */
export function makeDocuments(scope: Construct, logs: IBucket): Bucket {
  const bucket = new Bucket(scope, "Documents", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: "documents/",
    // What is signed is the right to post or to read, from whatever page.
    cors: [
      {
        allowedMethods: [HttpMethods.POST, HttpMethods.GET],
        allowedOrigins: ["*"],
        allowedHeaders: ["*"],
        maxAge: 3_600,
      },
    ],
    lifecycleRules: [
      { prefix: quarantine, expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      // A sheet of people lies as long as the job that took it up.
      { tagFilters: { kind: "import" }, expiration: Duration.days(30) },
      // Badges to print, with names, photos and codes that open gates: for a day, as the job says (functions/badge-run).
      { tagFilters: { kind: "badges" }, expiration: Duration.days(1) },
      // Files of a list of participants, made for whoever asked; its versions, from which they are made, stay.
      { prefix: "lists/made/", expiration: Duration.days(1) },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  new CfnMalwareProtectionPlan(scope, "MalwareProtection", {
    role: scannerRole(scope, bucket).roleArn,
    protectedResource: { s3Bucket: { bucketName: bucket.bucketName, objectPrefixes: [quarantine] } },
    actions: { tagging: { status: "ENABLED" } },
  });
  return bucket;
}

/** Every scan's result, be it good or bad, is looked at by one function. */
export function addDocumentScan(
  scope: Construct,
  bucket: Bucket,
  lambda: LambdaFunctionType,
  undelivered: Queue,
): void {
  new Rule(scope, "DocumentScanned", {
    eventPattern: {
      source: ["aws.guardduty"],
      detailType: ["GuardDuty Malware Protection Object Scan Result"],
      detail: { s3ObjectDetails: { bucketName: [bucket.bucketName] } },
    },
    targets: [
      new LambdaFunction(lambda, { maxEventAge: Duration.hours(2), retryAttempts: 5, deadLetterQueue: undelivered }),
    ],
  });
}

/** What GuardDuty asks for (its user guide, "Create or update IAM role policy"). */
function scannerRole(scope: Construct, bucket: Bucket): Role {
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
    [bucket.arnForObjects(`${quarantine}*`)],
  );
  allow(["s3:GetObjectVersionTagging", "s3:PutObjectVersionTagging"], [bucket.arnForObjects(`${quarantine}*`)]);
  return role;
}
