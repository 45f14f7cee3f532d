import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import type { UserPool } from "aws-cdk-lib/aws-cognito";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Duration, Fn } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * What a browser may do on our pages. Scripts and styles come from here alone, none inline; beside the API a page may
 * reach the documents, which are posted and opened by signed addresses, and the accounts of the staff. A source without
 * a scheme is held to the page's own, which is https wherever this is deployed.
 */
export function makeSiteHeaders(
  scope: Construct,
  { documents, pool }: { documents: Bucket; pool: UserPool },
): ResponseHeadersPolicy {
  const files = documents.bucketRegionalDomainName;
  // `cognito-idp.<region>.amazonaws.com/<pool>`: requests go to the host itself.
  const accounts = Fn.select(0, Fn.split("/", pool.userPoolProviderName));
  const contentSecurityPolicy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    `img-src 'self' blob: ${files}`,
    `connect-src 'self' ${files} ${accounts}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return new ResponseHeadersPolicy(scope, "SiteHeaders", {
    comment: "Palais: what a browser may do on our pages",
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
