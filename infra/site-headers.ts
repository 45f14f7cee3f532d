import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import type { UserPool } from "aws-cdk-lib/aws-cognito";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Duration, Fn } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** What the policies of the site say beside their sources. */
const always = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

export interface SiteHeaders {
  readonly pages: ResponseHeadersPolicy;
  readonly qrReader: ResponseHeadersPolicy;
  readonly api: ResponseHeadersPolicy;
}

/**
 * What a browser may do on our pages. Scripts and styles come from here alone, none inline; beside the API a page may
 * reach the documents, which are posted and opened by signed addresses, and the accounts of the staff. A source without
 * a scheme is held to the page's own, which is https wherever this is deployed.
 */
export function makeSiteHeaders(
  scope: Construct,
  { documents, pool }: { documents: Bucket; pool: UserPool },
): SiteHeaders {
  const files = documents.bucketRegionalDomainName;
  // `cognito-idp.<region>.amazonaws.com/<pool>`: requests go to the host itself.
  const accounts = Fn.select(0, Fn.split("/", pool.userPoolProviderName));
  const pages = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    `img-src 'self' blob: ${files}`,
    // A badge is printed from a frame that holds the PDF.
    "frame-src blob:",
    `connect-src 'self' ${files} ${accounts}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    ...always,
  ];
  // A thread has the policy that its own file came with, so that no page has to allow what WebAssembly needs.
  const qrReader = ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", ...always];
  return {
    pages: headersWith(scope, "SiteHeaders", "Palais: what a browser may do on our pages", pages),
    qrReader: headersWith(scope, "QrReaderHeaders", "Palais: what the entry desk's QR reader may do", qrReader),
    // Nobody looks at an answer of the API itself; a browser that is led to one loads nothing with it, and frames it nowhere.
    api: headersWith(scope, "ApiHeaders", "Palais: what the API's answers may do", ["default-src 'none'", ...always]),
  };
}

function headersWith(scope: Construct, id: string, comment: string, policy: readonly string[]): ResponseHeadersPolicy {
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
