import * as z from "zod/mini";

/** A property that has no effect locally. */
export const ignored = z.optional(z.unknown());

const cacheBehaviorShape = {
  TargetOriginId: z.string(),
  ResponseHeadersPolicyId: z.optional(z.string()),
  FunctionAssociations: z._default(
    z.array(z.strictObject({ EventType: z.literal("viewer-request"), FunctionARN: z.string() })),
    [],
  ),
  AllowedMethods: z._default(z.array(z.string()), ["GET", "HEAD"]),
  Compress: z._default(z.boolean(), false),
  CachePolicyId: ignored,
  OriginRequestPolicyId: ignored,
  ViewerProtocolPolicy: ignored,
};

const numberSchema = z.pipe(z.transform(Number), z.number());

const distributionSchema = z.strictObject({
  Enabled: z.literal(true),
  DefaultRootObject: z.optional(z.string()),
  DefaultCacheBehavior: z.strictObject(cacheBehaviorShape),
  CacheBehaviors: z._default(z.array(z.strictObject({ ...cacheBehaviorShape, PathPattern: z.string() })), []),
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
  OriginGroups: z.optional(
    z.strictObject({
      Items: z.array(
        z.strictObject({
          Id: z.string(),
          FailoverCriteria: z.strictObject({
            StatusCodes: z.strictObject({ Items: z.array(numberSchema), Quantity: ignored }),
          }),
          Members: z.strictObject({ Items: z.array(z.strictObject({ OriginId: z.string() })), Quantity: ignored }),
        }),
      ),
      Quantity: ignored,
    }),
  ),
  Comment: ignored,
  HttpVersion: ignored,
  IPV6Enabled: ignored,
  PriceClass: ignored,
  ViewerCertificate: ignored,
  Aliases: ignored,
  WebACLId: ignored,
});

const overrideSchema = z.boolean();

const responseHeadersSchema = z.strictObject({
  Name: z.string(),
  Comment: ignored,
  SecurityHeadersConfig: z.strictObject({
    ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), Override: overrideSchema }),
    ContentTypeOptions: z.strictObject({ Override: overrideSchema }),
    FrameOptions: z.strictObject({ FrameOption: z.string(), Override: overrideSchema }),
    ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), Override: overrideSchema }),
    // Browsers ignore it without TLS.
    StrictTransportSecurity: ignored,
  }),
  CustomHeadersConfig: z.strictObject({
    Items: z.array(z.strictObject({ Header: z.string(), Value: z.string(), Override: overrideSchema })),
  }),
});

/** CDK's `BucketDeployment`: copies assets to a bucket, with these headers. */
const bucketDeploymentSchema = z.strictObject({
  /** The function that copies the assets in AWS. The local distribution reads them instead. */
  ServiceToken: ignored,
  SourceObjectKeys: z.array(z.string()),
  /** For each source, the markers in its files and the values that replace them during the deployment. */
  SourceMarkers: z.optional(z.array(z.record(z.string(), z.string()))),
  DestinationBucketName: z.string(),
  SystemMetadata: z._default(z.record(z.string(), z.string()), {}),
  Prune: z.literal(false),
  WaitForDistributionInvalidation: ignored,
  SourceBucketNames: ignored,
  SourceMarkersConfig: ignored,
  OutputObjectKeys: ignored,
});

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));
const projection = z.strictObject({
  ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
  NonKeyAttributes: z.optional(z.array(z.string())),
});

/**
 * The resource types that run locally, with their properties. An unlisted property is an error, because the local
 * system would differ from a deployment without notice.
 */
export const runnableResources = {
  "AWS::DynamoDB::Table": z.strictObject({
    TableName: z.optional(z.string()),
    AttributeDefinitions: z.array(
      z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
    ),
    KeySchema: keySchema,
    GlobalSecondaryIndexes: z._default(
      z.array(z.strictObject({ IndexName: z.string(), KeySchema: keySchema, Projection: projection })),
      [],
    ),
    StreamSpecification: z.optional(
      z.strictObject({ StreamViewType: z.enum(["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"]) }),
    ),
    TimeToLiveSpecification: z.optional(z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() })),
    BillingMode: z.literal("PAY_PER_REQUEST"),
    DeletionProtectionEnabled: ignored,
    PointInTimeRecoverySpecification: ignored,
    SSESpecification: ignored,
    ContributorInsightsSpecification: ignored,
    Tags: ignored,
  }),
  "AWS::Lambda::Function": z.strictObject({
    Code: z.object({ S3Key: z.string() }),
    Handler: z.string(),
    Runtime: z.string(),
    Timeout: z._default(numberSchema, 3),
    MemorySize: z._default(numberSchema, 128),
    Environment: z._default(z.strictObject({ Variables: z.record(z.string(), z.string()) }), { Variables: {} }),
    Layers: z._default(z.array(z.string()), []),
    Architectures: ignored,
    DeadLetterConfig: z.optional(z.strictObject({ TargetArn: z.string() })),
    Description: ignored,
    LoggingConfig: ignored,
    ReservedConcurrentExecutions: ignored,
    Role: ignored,
    Tags: ignored,
    TracingConfig: ignored,
  }),
  "AWS::Lambda::LayerVersion": z.strictObject({
    Content: z.object({ S3Key: z.string() }),
    CompatibleArchitectures: ignored,
    CompatibleRuntimes: ignored,
    Description: ignored,
    LicenseInfo: ignored,
  }),
  "AWS::Lambda::Version": z.strictObject({ FunctionName: z.string(), Description: ignored }),
  "AWS::Lambda::Alias": z.strictObject({ FunctionName: z.string(), Name: z.string(), FunctionVersion: z.string() }),
  "AWS::Lambda::EventInvokeConfig": z.strictObject({
    FunctionName: z.string(),
    Qualifier: z.literal("$LATEST"),
    MaximumRetryAttempts: numberSchema,
    DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
    // Locally an event is repeated at once, or after the next start.
    MaximumEventAgeInSeconds: ignored,
  }),
  "AWS::Lambda::EventSourceMapping": z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    StartingPosition: z.enum(["TRIM_HORIZON", "LATEST"]),
    BatchSize: z._default(numberSchema, 100),
    MaximumBatchingWindowInSeconds: z._default(numberSchema, 0),
    ParallelizationFactor: z._default(numberSchema, 1),
    BisectBatchOnFunctionError: z._default(z.boolean(), false),
    MaximumRetryAttempts: z._default(numberSchema, -1),
    MaximumRecordAgeInSeconds: z._default(numberSchema, -1),
    FunctionResponseTypes: z._default(z.array(z.literal("ReportBatchItemFailures")), []),
    FilterCriteria: z._default(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }), {
      Filters: [],
    }),
    DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
    Enabled: z._default(z.boolean(), true),
    Tags: ignored,
  }),
  "AWS::ApiGatewayV2::Api": z.strictObject({
    Name: z.string(),
    ProtocolType: z.literal("HTTP"),
    Description: ignored,
    Tags: ignored,
  }),
  "AWS::ApiGatewayV2::Integration": z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal("AWS_PROXY"),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal("2.0"),
  }),
  "AWS::ApiGatewayV2::Authorizer": z.strictObject({
    ApiId: z.string(),
    Name: z.string(),
    AuthorizerType: z.literal("REQUEST"),
    AuthorizerUri: z.string(),
    AuthorizerPayloadFormatVersion: z.literal("2.0"),
    EnableSimpleResponses: z.literal(true),
    /** The local gateway implements neither identity sources nor cached answers. */
    IdentitySource: z.optional(z.array(z.string()).check(z.length(0))),
    AuthorizerResultTtlInSeconds: z.literal(0),
  }),
  "AWS::ApiGatewayV2::Route": z.strictObject({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z._default(z.enum(["NONE", "CUSTOM"]), "NONE"),
    AuthorizerId: z.optional(z.string()),
  }),
  "AWS::KMS::Key": z.strictObject({
    KeySpec: z._default(z.enum(["ECC_NIST_EDWARDS25519", "HMAC_256", "SYMMETRIC_DEFAULT"]), "SYMMETRIC_DEFAULT"),
    KeyUsage: z._default(z.enum(["SIGN_VERIFY", "GENERATE_VERIFY_MAC", "ENCRYPT_DECRYPT"]), "ENCRYPT_DECRYPT"),
    EnableKeyRotation: ignored,
    PendingWindowInDays: ignored,
    Description: ignored,
    KeyPolicy: ignored,
    Tags: ignored,
  }),
  "AWS::SecretsManager::Secret": z.strictObject({
    GenerateSecretString: z.strictObject({
      SecretStringTemplate: z.string(),
      GenerateStringKey: z.string(),
      PasswordLength: numberSchema,
      ExcludePunctuation: z.literal(true),
    }),
    Description: ignored,
    Tags: ignored,
  }),
  "AWS::Cognito::UserPool": z.object({
    UsernameAttributes: z.optional(z.array(z.string())),
    MfaConfiguration: z.optional(z.enum(["OFF", "OPTIONAL", "ON"])),
    AdminCreateUserConfig: z.object({
      InviteMessageTemplate: z.object({ EmailSubject: z.string(), EmailMessage: z.string() }),
    }),
    EmailConfiguration: z.optional(z.object({ From: z.optional(z.string()) })),
  }),
  "AWS::Cognito::UserPoolClient": z.object({
    UserPoolId: z.string(),
    ExplicitAuthFlows: z.optional(z.array(z.string())),
    AccessTokenValidity: z.optional(numberSchema),
    IdTokenValidity: z.optional(numberSchema),
    RefreshTokenValidity: z.optional(numberSchema),
    TokenValidityUnits: z.optional(z.record(z.string(), z.string())),
    WriteAttributes: z.optional(z.array(z.string())),
  }),
  "AWS::Cognito::UserPoolGroup": z.object({ UserPoolId: z.string(), GroupName: z.string() }),
  "AWS::SES::ConfigurationSet": z.object({ Name: z.optional(z.string()) }),
  "AWS::SES::ConfigurationSetEventDestination": z.strictObject({
    ConfigurationSetName: z.string(),
    EventDestination: z.strictObject({
      Enabled: z.boolean(),
      MatchingEventTypes: z.array(z.string()),
      SnsDestination: z.strictObject({ TopicARN: z.string() }),
    }),
  }),
  "AWS::SNS::Topic": z.object({}),
  "AWS::SNS::Subscription": z.strictObject({
    Protocol: z.literal("lambda"),
    TopicArn: z.string(),
    Endpoint: z.string(),
    RedrivePolicy: ignored,
  }),
  "AWS::SQS::Queue": z.object({ QueueName: z.optional(z.string()) }),
  "AWS::S3::Bucket": z.strictObject({
    CorsConfiguration: z.optional(
      z.strictObject({
        CorsRules: z.array(
          z.strictObject({
            AllowedMethods: z.array(z.string()),
            AllowedOrigins: z.array(z.string()),
            AllowedHeaders: ignored,
            MaxAge: ignored,
          }),
        ),
      }),
    ),
    BucketEncryption: ignored,
    // Objects don't expire locally.
    LifecycleConfiguration: ignored,
    LoggingConfiguration: ignored,
    OwnershipControls: ignored,
    PublicAccessBlockConfiguration: ignored,
    Tags: ignored,
  }),
  "AWS::CloudFront::OriginAccessControl": z.object({}),
  "AWS::CloudFront::Distribution": z.strictObject({ DistributionConfig: distributionSchema, Tags: ignored }),
  "AWS::CloudFront::Function": z.strictObject({
    Name: z.string(),
    FunctionCode: z.string(),
    FunctionConfig: z.strictObject({ Runtime: z.literal("cloudfront-js-2.0"), Comment: ignored }),
    AutoPublish: z.literal(true),
    Tags: ignored,
  }),
  "AWS::CloudFront::ResponseHeadersPolicy": z.strictObject({ ResponseHeadersPolicyConfig: responseHeadersSchema }),
  "Custom::CDKBucketDeployment": bucketDeploymentSchema,
  "AWS::GuardDuty::MalwareProtectionPlan": z.strictObject({
    ProtectedResource: z.strictObject({
      S3Bucket: z.strictObject({ BucketName: z.string(), ObjectPrefixes: z.array(z.string()) }),
    }),
    Actions: z.strictObject({ Tagging: z.strictObject({ Status: z.literal("ENABLED") }) }),
    Role: ignored,
    Tags: ignored,
  }),
  "AWS::Events::Rule": z.strictObject({
    ScheduleExpression: z.optional(z.string()),
    EventPattern: z.optional(z.looseObject({})),
    State: z._default(z.enum(["ENABLED", "DISABLED"]), "ENABLED"),
    Targets: z.array(
      z.strictObject({
        Arn: z.string(),
        Id: z.string(),
        Input: z.optional(z.string()),
        RetryPolicy: ignored,
        DeadLetterConfig: ignored,
      }),
    ),
    Description: ignored,
    Tags: ignored,
  }),
} as const;
