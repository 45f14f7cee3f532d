import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** Creates an encrypted bucket without public access that requires TLS and outlives the stack. */
export const createPrivateBucket = (scope: Construct, id: string, props: BucketProps): Bucket =>
  new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ...props,
  });

/**
 * Creates the bucket for the access logs of the distribution (monitoring-stack.ts) and of the other buckets. It is
 * the only place that stores IP addresses of people, for the investigation of attacks. Logs expire after 30 days, and no
 * function can read them.
 */
export function createAccessLogsBucket(scope: Construct): IBucket {
  const bucket = createPrivateBucket(scope, "AccessLogs", { lifecycleRules: [{ expiration: Duration.days(30) }] });
  const { account, partition } = Stack.of(scope);
  // CloudWatch Logs User Guide, "Logs sent to Amazon S3" (V2 permissions). CloudFront's sources are in us-east-1.
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("delivery.logs.amazonaws.com")],
      actions: ["s3:PutObject"],
      resources: [bucket.arnForObjects(`AWSLogs/${account}/*`)],
      conditions: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:${partition}:logs:us-east-1:${account}:delivery-source:*` },
      },
    }),
  );
  // The class lacks an optional property that its interface declares.
  return bucket as IBucket;
}
