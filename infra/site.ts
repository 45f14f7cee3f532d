import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  type CfnDistribution,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Aws, CfnCondition, Fn, RemovalPolicy, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { entranceHeader } from "../shared/contract/routes.ts";
import type { Entrance } from "./entrance.ts";
import type { SiteHeaders } from "./site-headers.ts";

export interface Site {
  readonly bucket: IBucket;
  /** Where people find it, such as `https://registration.example.org`. */
  readonly url: string;
}

interface SiteProps {
  readonly api: HttpApi;
  readonly headers: SiteHeaders;
  readonly siteAddress: string;
  readonly entrance: Entrance;
  readonly logs: IBucket;
  readonly webAclArn: string;
  readonly certificateArn: string;
}

/** Pages and API at one address: a private bucket and the gateway behind one distribution. */
export function makeSite(scope: Construct, { api, headers, siteAddress, entrance, logs, ...edge }: SiteProps): Site {
  // CDK's own class leaves out an optional property that its interface asks for.
  const bucket = new Bucket(scope, "Site", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: "site/",
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
    logBucket: logs,
    logFilePrefix: "edge/",
    defaultBehavior: { ...files, responseHeadersPolicy: headers.pages },
    additionalBehaviors: {
      "/v1/*": { ...apiBehaviour(scope, api, entrance), responseHeadersPolicy: headers.api },
      "/assets/qr-reader-*": { ...files, responseHeadersPolicy: headers.qrReader },
    },
  });
  putBehind(scope, distribution, { ...edge, siteAddress });
  return { bucket, url: urlOf(scope, siteAddress, distribution) };
}

/** The API as it is: nothing of it is kept, and all that the caller sends reaches it. */
function apiBehaviour(scope: Construct, api: HttpApi, entrance: Entrance) {
  const { region, urlSuffix } = Stack.of(scope);
  return {
    origin: new HttpOrigin(`${api.apiId}.execute-api.${region}.${urlSuffix}`, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      customHeaders: { [entranceHeader]: entrance.sent },
    }),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    compress: true,
  };
}

/** The firewall, and the site's own name with its certificate, where the deployment has them. */
function putBehind(
  scope: Construct,
  { node }: Distribution,
  { webAclArn, certificateArn, siteAddress }: Pick<SiteProps, "webAclArn" | "certificateArn" | "siteAddress">,
): void {
  const given = (id: string, value: string) =>
    new CfnCondition(scope, id, { expression: Fn.conditionNot(Fn.conditionEquals(value, "")) }).logicalId;
  const [isGuarded, isCertified] = [given("FirewallGiven", webAclArn), given("CertificateGiven", certificateArn)];
  const site = node.defaultChild as CfnDistribution;
  site.distributionConfig = {
    ...(site.distributionConfig as CfnDistribution.DistributionConfigProperty),
    webAclId: Fn.conditionIf(isGuarded, webAclArn, Aws.NO_VALUE).toString(),
    aliases: Fn.conditionIf(isCertified, [Fn.select(2, Fn.split("/", siteAddress))], Aws.NO_VALUE) as never,
    // CloudFront holds its own name to no version of TLS; a certificate's to 1.2 and better.
    viewerCertificate: {
      acmCertificateArn: Fn.conditionIf(isCertified, certificateArn, Aws.NO_VALUE).toString(),
      sslSupportMethod: "sni-only",
      cloudFrontDefaultCertificate: Fn.conditionIf(isCertified, Aws.NO_VALUE, true),
      minimumProtocolVersion: "TLSv1.2_2021",
    },
  };
}

function urlOf(scope: Construct, siteAddress: string, { distributionDomainName }: Distribution): string {
  const isNamed = new CfnCondition(scope, "SiteIsNamed", {
    expression: Fn.conditionNot(Fn.conditionEquals(siteAddress, "")),
  });
  return Fn.conditionIf(isNamed.logicalId, siteAddress, `https://${distributionDomainName}`).toString();
}
