import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
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
 * Creates the bucket for the access logs of the distribution and of the other buckets. It is the only place that stores
 * IP addresses of people, for the investigation of attacks. Logs expire after 30 days, and no function can read them.
 */
export const createAccessLogsBucket = (scope: Construct): IBucket =>
  createPrivateBucket(scope, "AccessLogs", {
    // CloudFront writes its logs with an access control list.
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    lifecycleRules: [{ expiration: Duration.days(30) }],
    // The class lacks an optional property that its interface declares.
  }) as IBucket;
