import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * Who asked the edges and the buckets for what: the only place that has addresses of people, for whoever must find out
 * where an attack came from. Gone after a month; no function can read it.
 */
export const makeAccessLogs = (scope: Construct): IBucket =>
  // CDK's own class leaves out an optional property that its interface asks for.
  new Bucket(scope, "AccessLogs", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    // CloudFront writes its logs with a list of grants.
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(30) }],
    removalPolicy: RemovalPolicy.RETAIN,
  }) as IBucket;
