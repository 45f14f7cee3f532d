import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { CfnCondition, Fn, RemovalPolicy, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { SiteHeaders } from "./site-headers.ts";

export interface Site {
  readonly bucket: IBucket;
  /** Where people find it, such as `https://registration.example.org`. */
  readonly url: string;
}

/** Pages and API at one address: a private bucket and the gateway behind one distribution. */
export function makeSite(
  scope: Construct,
  { api, headers, siteAddress }: { api: HttpApi; headers: SiteHeaders; siteAddress: string },
): Site {
  // CDK's own class leaves out an optional property that its interface asks for.
  const bucket = new Bucket(scope, "Site", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  }) as IBucket;
  // With the right to list, an object that isn't there is a 404 and not a 403.
  const origin = S3BucketOrigin.withOriginAccessControl(bucket, {
    originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
  });
  const files = {
    origin,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    compress: true,
  };
  const distribution = new Distribution(scope, "Distribution", {
    comment: "Palais: pages and API",
    defaultRootObject: "index.html",
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_ALL,
    defaultBehavior: { ...files, responseHeadersPolicy: headers.pages },
    additionalBehaviors: {
      "/v1/*": apiBehaviour(scope, api),
      "/assets/qr-reader-*": { ...files, responseHeadersPolicy: headers.qrReader },
    },
  });
  return { bucket, url: urlOf(scope, siteAddress, distribution) };
}

/** The API as it is: nothing of it is kept, and all that the caller sends reaches it. */
function apiBehaviour(scope: Construct, api: HttpApi) {
  const { region, urlSuffix } = Stack.of(scope);
  return {
    origin: new HttpOrigin(`${api.apiId}.execute-api.${region}.${urlSuffix}`, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    }),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    compress: true,
  };
}

function urlOf(scope: Construct, siteAddress: string, { distributionDomainName }: Distribution): string {
  const isNamed = new CfnCondition(scope, "SiteIsNamed", {
    expression: Fn.conditionNot(Fn.conditionEquals(siteAddress, "")),
  });
  return Fn.conditionIf(isNamed.logicalId, siteAddress, `https://${distributionDomainName}`).toString();
}
