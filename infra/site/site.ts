import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  type CfnDistribution,
  Distribution,
  FunctionEventType,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, OriginGroup, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { UserPool } from "aws-cdk-lib/aws-cognito";
import type { Bucket, IBucket } from "aws-cdk-lib/aws-s3";
import { Aws, Duration, Fn, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { originVerifyHeader } from "#shared/model/access.ts";
import { brandingFolder, linkPreviewPath } from "#shared/model/branding.ts";
import { createPrivateBucket } from "../data/private-bucket.ts";
import { createIsSetCondition } from "../parameters.ts";
import { createNotFoundFunction } from "./not-found.ts";
import type { OriginVerifySecret } from "./origin-secret.ts";

export interface Site {
  readonly bucket: IBucket;
  /** Such as `https://registration.example.org`. */
  readonly url: string;
  readonly distribution: Distribution;
}

interface SiteProps {
  readonly api: HttpApi;
  /** The pages connect to it, and to the accounts of the pool. */
  readonly documents: Bucket;
  readonly pool: UserPool;
  readonly siteAddress: string;
  readonly originVerify: OriginVerifySecret;
  readonly logs: IBucket;
  readonly webAclArn: string;
  readonly certificateArn: string;
}

/** Creates the distribution that serves the pages from a private bucket, and the API, at one address. */
export function createSite(
  scope: Construct,
  { api, documents, pool, siteAddress, originVerify, logs, ...edge }: SiteProps,
): Site {
  const logging = { serverAccessLogsBucket: logs, serverAccessLogsPrefix: "site/" };
  // The class lacks an optional property that its interface declares.
  const bucket = createPrivateBucket(scope, "Site", logging) as IBucket;
  // With the permission to list, S3 answers 404 instead of 403 for a missing object.
  const primaryOrigin = S3BucketOrigin.withOriginAccessControl(bucket, {
    originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
  });
  const apiBehavior = createApiBehavior(scope, api, originVerify);
  const files = {
    // The API answers for a missing file with a problem document, in place of the XML of S3.
    origin: new OriginGroup({ primaryOrigin, fallbackOrigin: apiBehavior.origin, fallbackStatusCodes: [404] }),
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    compress: true,
  };
  const headers = createSiteHeaders(scope, documents, pool);
  const distribution = new Distribution(scope, "Distribution", {
    comment: "Palais: pages and API",
    defaultRootObject: "index.html",
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_ALL,
    defaultBehavior: {
      ...files,
      responseHeadersPolicy: headers.pages,
      functionAssociations: [{ function: createNotFoundFunction(scope), eventType: FunctionEventType.VIEWER_REQUEST }],
    },
    additionalBehaviors: {
      // The first match wins: these answers of the API are cached as long as they say.
      [`${linkPreviewPath}/*`]: {
        origin: apiBehavior.origin,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: true,
        responseHeadersPolicy: headers.api,
      },
      "/v1/*": { ...apiBehavior, responseHeadersPolicy: headers.api },
      "/assets/qr-reader-*": { ...files, responseHeadersPolicy: headers.qrReader },
      // Pictures that the secretariat uploads. Opened directly, they have the policy of the API: nothing is loaded.
      [`/${brandingFolder}/*`]: { ...files, responseHeadersPolicy: headers.api },
    },
  });
  attachFirewallAndCertificate(scope, distribution, { ...edge, siteAddress });
  return { bucket, url: resolveSiteUrl(scope, siteAddress, distribution), distribution };
}

/** Passes the whole request to the API and caches nothing. */
function createApiBehavior(scope: Construct, api: HttpApi, originVerify: OriginVerifySecret) {
  const { region, urlSuffix } = Stack.of(scope);
  return {
    origin: new HttpOrigin(`${api.apiId}.execute-api.${region}.${urlSuffix}`, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      customHeaders: { [originVerifyHeader]: originVerify.sentSecret },
    }),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    compress: true,
  };
}

/** Attaches the firewall, and the site's own name with its certificate, if the deployment has them. */
function attachFirewallAndCertificate(
  scope: Construct,
  { node }: Distribution,
  { webAclArn, certificateArn, siteAddress }: Pick<SiteProps, "webAclArn" | "certificateArn" | "siteAddress">,
): void {
  const hasFirewall = createIsSetCondition(scope, "HasFirewall", webAclArn).logicalId;
  const hasCertificate = createIsSetCondition(scope, "HasCertificate", certificateArn).logicalId;
  const site = node.defaultChild as CfnDistribution;
  site.distributionConfig = {
    ...(site.distributionConfig as CfnDistribution.DistributionConfigProperty),
    webAclId: Fn.conditionIf(hasFirewall, webAclArn, Aws.NO_VALUE).toString(),
    aliases: Fn.conditionIf(hasCertificate, [Fn.select(2, Fn.split("/", siteAddress))], Aws.NO_VALUE) as never,
    // Applies to the site's own name only: CloudFront's own domain name accepts every version of TLS.
    viewerCertificate: {
      acmCertificateArn: Fn.conditionIf(hasCertificate, certificateArn, Aws.NO_VALUE).toString(),
      sslSupportMethod: "sni-only",
      cloudFrontDefaultCertificate: Fn.conditionIf(hasCertificate, Aws.NO_VALUE, true),
      minimumProtocolVersion: "TLSv1.2_2021",
    },
  };
}

function resolveSiteUrl(scope: Construct, siteAddress: string, { distributionDomainName }: Distribution): string {
  const { logicalId } = createIsSetCondition(scope, "HasSiteAddress", siteAddress);
  return Fn.conditionIf(logicalId, siteAddress, `https://${distributionDomainName}`).toString();
}

/** The directives that all content security policies of the site share. */
const commonDirectives = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

/**
 * Creates the response headers of pages, of the QR reader's worker and of the API. Pages load scripts and styles from
 * the site only, none inline. Besides the API they connect to the documents bucket (signed addresses) and to Cognito. A
 * source without a scheme has the scheme of the page, which is https in every deployment.
 */
function createSiteHeaders(scope: Construct, documents: Bucket, pool: UserPool) {
  const files = documents.bucketRegionalDomainName;
  // The provider name is `cognito-idp.<region>.amazonaws.com/<pool>`.
  const accounts = Fn.select(0, Fn.split("/", pool.userPoolProviderName));
  const pages = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    `img-src 'self' blob: ${files}`,
    // A badge is printed from a frame that contains the PDF.
    "frame-src blob:",
    `connect-src 'self' ${files} ${accounts}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    ...commonDirectives,
  ];
  // A worker has the policy of its own file, so that no page has to allow `wasm-unsafe-eval`.
  const qrReader = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "connect-src 'self'",
    ...commonDirectives,
  ];
  return {
    pages: createHeadersPolicy(scope, "SiteHeaders", "Palais: what a browser may do on our pages", pages),
    qrReader: createHeadersPolicy(scope, "QrReaderHeaders", "Palais: what the entry desk's QR reader may do", qrReader),
    // A browser that opens an API response directly must not load anything with it.
    api: createHeadersPolicy(scope, "ApiHeaders", "Palais: what the API's answers may do", [
      "default-src 'none'",
      ...commonDirectives,
    ]),
  };
}

function createHeadersPolicy(
  scope: Construct,
  id: string,
  comment: string,
  policy: readonly string[],
): ResponseHeadersPolicy {
  const contentSecurityPolicy = policy.join("; ");
  return new ResponseHeadersPolicy(scope, id, {
    comment,
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(730),
        includeSubdomains: true,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: "Cross-Origin-Opener-Policy", value: "same-origin", override: true },
        {
          header: "Permissions-Policy",
          value: "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
          override: true,
        },
      ],
    },
  });
}
