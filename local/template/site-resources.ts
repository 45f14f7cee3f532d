import * as z from "zod/mini";

/** A property that means something in AWS and nothing here. */
export const ignored = z.optional(z.unknown());

const behavior = {
  TargetOriginId: z.string(),
  ResponseHeadersPolicyId: z.optional(z.string()),
  AllowedMethods: z._default(z.array(z.string()), ["GET", "HEAD"]),
  Compress: z._default(z.boolean(), false),
  CachePolicyId: ignored,
  OriginRequestPolicyId: ignored,
  ViewerProtocolPolicy: ignored,
};

/** The properties of the site's resources that count; any other is refused, as in `resources.ts`. */
export const distribution = z.strictObject({
  Enabled: z.literal(true),
  DefaultRootObject: z.optional(z.string()),
  DefaultCacheBehavior: z.strictObject(behavior),
  CacheBehaviors: z._default(z.array(z.strictObject({ ...behavior, PathPattern: z.string() })), []),
  Origins: z.array(
    z.strictObject({
      Id: z.string(),
      DomainName: z.string(),
      S3OriginConfig: ignored,
      CustomOriginConfig: ignored,
      OriginCustomHeaders: z._default(z.array(z.strictObject({ HeaderName: z.string(), HeaderValue: z.string() })), []),
      OriginAccessControlId: ignored,
    }),
  ),
  Comment: ignored,
  HttpVersion: ignored,
  IPV6Enabled: ignored,
  PriceClass: ignored,
  ViewerCertificate: ignored,
  Aliases: ignored,
  WebACLId: ignored,
  Logging: ignored,
});

const override = z.boolean();

export const responseHeaders = z.strictObject({
  Name: z.string(),
  Comment: ignored,
  SecurityHeadersConfig: z.strictObject({
    ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), Override: override }),
    ContentTypeOptions: z.strictObject({ Override: override }),
    FrameOptions: z.strictObject({ FrameOption: z.string(), Override: override }),
    ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), Override: override }),
    // Without TLS a browser doesn't listen to it.
    StrictTransportSecurity: ignored,
  }),
  CustomHeadersConfig: z.strictObject({
    Items: z.array(z.strictObject({ Header: z.string(), Value: z.string(), Override: override })),
  }),
});

/** What CDK's `BucketDeployment` asks its function for: these assets go to that bucket, with these headers. */
export const bucketDeployment = z.strictObject({
  /** The function that does it in AWS; here the distribution does. */
  ServiceToken: ignored,
  SourceObjectKeys: z.array(z.string()),
  /** For each source, what stands in for values that are known when it is deployed. */
  SourceMarkers: z.optional(z.array(z.record(z.string(), z.string()))),
  DestinationBucketName: z.string(),
  SystemMetadata: z._default(z.record(z.string(), z.string()), {}),
  Prune: z.literal(false),
  WaitForDistributionInvalidation: ignored,
  SourceBucketNames: ignored,
  SourceMarkersConfig: ignored,
  OutputObjectKeys: ignored,
});
