import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import {
  hasReference,
  listAlarms,
  listTemplateFunctions,
  listTemplateResources,
  type SynthesizedResource,
  synthesizeTemplate,
  synthesizeTrial,
} from "../support/template.ts";

const template = synthesizeTemplate();
const trial = synthesizeTrial();
const alarms = listAlarms(template).map(([, { Properties }]) => Properties);
const functions = listTemplateFunctions(template);

describe("the table", () => {
  test("forgets what has expired, can be restored, streams its changes, and can't be deleted by accident", () => {
    template.hasResource("AWS::DynamoDB::Table", {
      DeletionPolicy: "RetainExceptOnCreate",
      Properties: {
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
        BillingMode: "PAY_PER_REQUEST",
      },
    });
  });

  test("has its three indexes, which show rows and not whole items", () => {
    const index = (IndexName: string, hash: string, range: string) =>
      Match.objectLike({
        IndexName,
        KeySchema: [
          { AttributeName: hash, KeyType: "HASH" },
          { AttributeName: range, KeyType: "RANGE" },
        ],
        Projection: Match.objectLike({ ProjectionType: "INCLUDE" }),
      });
    template.hasResourceProperties("AWS::DynamoDB::Table", {
      GlobalSecondaryIndexes: [
        index("by-conference", "conferenceKey", "conferenceSort"),
        index("due", "dueKey", "dueSort"),
        index("expiring", "expiringKey", "expiringSort"),
      ],
    });
  });
});

describe("the functions", () => {
  test("run on Node 24, each with a log of its own that is forgotten in time", () => {
    expect(functions).toHaveLength(28);
    for (const [, { Properties }] of functions) {
      expect(Properties["Runtime"]).toBe("nodejs24.x");
      const [, log] =
        listTemplateResources(template, "AWS::Logs::LogGroup").find(([id]) =>
          hasReference(Properties["LoggingConfig"], id),
        ) ?? [];
      expect(log?.Properties["RetentionInDays"]).toBe(90);
    }
  });

  test.each(["Errors", "Throttles"])("each raises an alarm on its %s that says who is hurt", (metric) => {
    for (const [id] of functions) {
      const own = alarms.filter((alarm) => alarm["MetricName"] === metric && hasReference(alarm["Dimensions"], id));
      expect(own).toHaveLength(1);
      expect(own[0]?.["AlarmDescription"]).toMatch(/^\w.+ .+: .+/);
      expect(own[0]?.["AlarmActions"]).toHaveLength(1);
    }
  });
});

test("no resource waits for one that it refers to", () => {
  for (const [id, { Properties, DependsOn }] of Object.entries(
    template.toJSON()["Resources"] as Record<string, SynthesizedResource>,
  )) {
    const implied = [DependsOn ?? []].flat().filter((each) => hasReference(Properties, each));
    expect(implied, id).toEqual([]);
  }
});

test("the log bucket admits its writers by its policy, and has no access control list", () => {
  const [[logsId, logs] = []] = listTemplateResources(template, "AWS::S3::Bucket").filter(([id]) =>
    id.startsWith("AccessLogs"),
  );
  expect(logs?.Properties).not.toHaveProperty("AccessControl");
  const [, policy] =
    listTemplateResources(template, "AWS::S3::BucketPolicy").find(([, { Properties }]) =>
      hasReference(Properties["Bucket"], logsId ?? ""),
    ) ?? [];
  const document = policy?.Properties["PolicyDocument"] as { Statement: Record<string, unknown>[] } | undefined;
  const writers = (document?.Statement ?? []).filter(({ Effect }) => Effect === "Allow");
  expect(writers.length).toBeGreaterThan(1);
  for (const { Action, Condition } of writers) {
    expect(Action).toBe("s3:PutObject");
    expect(JSON.stringify(Condition)).toMatch(/aws:SourceAccount.*AWS::AccountId/i);
  }
});

describe("the consumers of the stream", () => {
  const mappings = listTemplateResources(template, "AWS::Lambda::EventSourceMapping").map(
    ([, { Properties }]) => Properties,
  );
  const patternOf = (mapping: Readonly<Record<string, unknown>>) =>
    (mapping["FilterCriteria"] as { Filters: { Pattern: string }[] }).Filters.map(({ Pattern }) => JSON.parse(Pattern));
  const listAlarmsOf = (queueId: string) => alarms.filter((alarm) => hasReference(alarm["Dimensions"], queueId));
  const findQueue = (value: unknown) =>
    listTemplateResources(template, "AWS::SQS::Queue").find(([id]) => hasReference(value, id))?.[0] ?? "";
  const findFunction = (folder: string) =>
    functions.find(([, { Properties }]) => Properties["Description"] === `Palais: ${folder}`);
  const dispatched = [
    "waiting-list",
    "import-worker",
    "badge-worker",
    "export-worker",
    "search-indexer",
    "audit-and-statistics",
  ];

  test("the stream has two readers, which DynamoDB supports: the outbox and the dispatcher", () => {
    const [tableId = ""] = listTemplateResources(template, "AWS::DynamoDB::Table")[0] ?? [];
    const reading = mappings.filter((mapping) => hasReference(mapping["EventSourceArn"], tableId));
    expect(reading).toHaveLength(mappings.length);
    const names = functions.filter(([id]) => reading.some((mapping) => hasReference(mapping["FunctionName"], id)));
    expect(names.map(([, { Properties }]) => Properties["Description"]).toSorted()).toEqual([
      "Palais: email-outbox",
      "Palais: stream-dispatcher",
    ]);
    expect(reading).toHaveLength(2);
  });

  test("the dispatcher collects records for a second, and emails don't wait", () => {
    const readWindow = (folder: string) => {
      const [id = ""] = findFunction(folder) ?? [];
      const mapping = mappings.find((each) => hasReference(each["FunctionName"], id));
      return mapping?.["MaximumBatchingWindowInSeconds"];
    };
    expect(readWindow("stream-dispatcher")).toBe(1);
    expect(readWindow("email-outbox")).toBeUndefined();
  });

  test("no poison record blocks them: each bisects, answers by record, gives up in time, and keeps what it gave up", () => {
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        MaximumRetryAttempts: 5,
        MaximumRecordAgeInSeconds: 3600,
        StartingPosition: "TRIM_HORIZON",
      });
    }
  });

  test("each consumer behind the dispatcher is repeated by itself, gives up in time, and shares one queue", () => {
    const settings = listTemplateResources(template, "AWS::Lambda::EventInvokeConfig").map(
      ([, { Properties }]) => Properties,
    );
    expect(settings).toHaveLength(dispatched.length);
    const queues = dispatched.map((name) => {
      const [id = "", lambda] = findFunction(name) ?? [];
      const [own] = settings.filter(({ FunctionName }) => hasReference(FunctionName, id));
      expect(own, name).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 });
      const queue = findQueue(lambda?.Properties["DeadLetterConfig"]);
      expect(findQueue(own?.["DestinationConfig"]), name).toBe(queue);
      return queue;
    });
    expect(new Set(queues).size).toBe(1);
    expect(queues[0]).toMatch(/^StreamConsumersDeadLetterQueue/);
  });

  test("what is given up wakes someone, and so does a consumer that lags", () => {
    const queues = [
      ...mappings.map((mapping) => findQueue(mapping["DestinationConfig"])),
      ...dispatched.map((name) => findQueue(findFunction(name)?.[1].Properties["DeadLetterConfig"])),
    ];
    for (const queueId of queues) expect(listAlarmsOf(queueId)).toHaveLength(1);
    const listLagAlarms = (metric: string) => alarms.filter(({ MetricName }) => MetricName === metric);
    expect(listLagAlarms("IteratorAge")).toHaveLength(mappings.length);
    expect(listLagAlarms("AsyncEventAge")).toHaveLength(dispatched.length);
  });

  test("each reader takes the new journal items, or the due jobs, that concern it, and no others", () => {
    const journal = (carrying: object) => ({
      eventName: ["INSERT"],
      dynamodb: { NewImage: { entity: { S: ["journal"] }, ...carrying } },
    });
    const exists = [{ exists: true }];
    const venuePresence = { dynamodb: { NewImage: { entity: { S: ["presence"] }, place: { S: ["venue"] } } } };
    const dueJob = { dynamodb: { NewImage: { entity: { S: ["job"] }, dueJobKind: { S: exists } } } };
    expect(mappings.map(patternOf)).toEqual([
      [journal({ mails: { M: { m0: { M: { state: { S: exists } } } } } }), journal({ announces: { S: exists } })],
      [journal({ changeId: { S: exists } }), venuePresence, dueJob],
    ]);
  });

  test("each consumer whose work people wait for also sweeps: every minute; the indexer and the records, every ten", () => {
    const rules = listTemplateResources(template, "AWS::Events::Rule").map(([, { Properties }]) => Properties);
    const everyTenMinutes = ["search-indexer", "audit-and-statistics"];
    for (const name of ["email-outbox", ...dispatched]) {
      const [lambdaId = ""] = findFunction(name) ?? [];
      const own = rules.filter((rule) => hasReference(rule["Targets"], lambdaId));
      const rate = everyTenMinutes.includes(name) ? "rate(10 minutes)" : "rate(1 minute)";
      expect(own, name).toMatchObject([{ ScheduleExpression: rate, Targets: [{ Input: '{"sweep":true}' }] }]);
    }
  });
});

describe("a deployment", () => {
  test("that fails the first time leaves nothing behind that a second one meets", () => {
    const kept = ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Cognito::UserPool"]
      .flatMap((type) => listTemplateResources(template, type))
      .filter(([id]) => !id.startsWith("TopicKey"));
    expect(kept.length).toBeGreaterThan(5);
    for (const [id, resource] of kept)
      expect(resource, id).toMatchObject({ DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" });
  });

  test("starts the malware scan when its policy is in effect", () => {
    const [[, plan] = []] = listTemplateResources(template, "AWS::GuardDuty::MalwareProtectionPlan");
    const policyOf = (role: string) =>
      listTemplateResources(template, "AWS::IAM::Policy").find(([, { Properties }]) =>
        hasReference(Properties["Roles"], role),
      );
    const role = listTemplateResources(template, "AWS::IAM::Role").find(([id]) =>
      hasReference(plan?.Properties["Role"], id),
    );
    const [distribution] = listTemplateResources(template, "AWS::CloudFront::Distribution");
    expect(plan?.DependsOn).toEqual(expect.arrayContaining([policyOf(role?.[0] ?? "")?.[0], distribution?.[0]]));
  });

  test("sweeps what the audit chain and the statistics miss, every ten minutes", () => {
    const [sweep, ...others] = listTemplateResources(template, "AWS::Events::Rule").filter(([id]) =>
      id.startsWith("AuditAndStatisticsSweep"),
    );
    const [lambdaId = ""] = functions.find(([id]) => id.startsWith("AuditAndStatisticsFunction")) ?? [];
    expect(others).toEqual([]);
    expect(sweep?.[1].Properties).toMatchObject({
      ScheduleExpression: "rate(10 minutes)",
      Targets: [{ Input: '{"sweep":true}' }],
    });
    expect(lambdaId).not.toBe("");
    expect(hasReference(sweep?.[1].Properties["Targets"], lambdaId)).toBe(true);
  });

  test("makes no identity for the sender, whose domain is verified before", () => {
    expect(listTemplateResources(template, "AWS::SES::EmailIdentity")).toEqual([]);
  });

  test("of a trial stage fits an account with ten concurrent executions, and sends no alert", () => {
    const listReserved = (each: typeof template) =>
      listTemplateFunctions(each).filter(([, { Properties }]) => "ReservedConcurrentExecutions" in Properties);
    expect(listReserved(template).length).toBeGreaterThan(3);
    expect(listReserved(trial)).toEqual([]);
    expect(listAlarms(trial)).toEqual([]);
    expect(listTemplateFunctions(trial)).toHaveLength(functions.length);
  });
});

describe("keys and accounts", () => {
  test("the keys never leave KMS and outlive the stack", () => {
    for (const [KeySpec, KeyUsage] of [
      ["ECC_NIST_EDWARDS25519", "SIGN_VERIFY"],
      ["HMAC_256", "GENERATE_VERIFY_MAC"],
    ]) {
      template.hasResource("AWS::KMS::Key", {
        DeletionPolicy: "RetainExceptOnCreate",
        Properties: { KeySpec, KeyUsage },
      });
    }
  });

  test("staff don't sign themselves up, and each with a second factor, and a token lasts an hour", () => {
    template.hasResourceProperties("AWS::Cognito::UserPool", {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: "ACTIVE",
      MfaConfiguration: "ON",
    });
    template.hasResourceProperties("AWS::Cognito::UserPoolClient", {
      IdTokenValidity: 60,
      TokenValidityUnits: { IdToken: "minutes" },
      PreventUserExistenceErrors: "ENABLED",
    });
    // Without a list, or with an empty one, users could change every standard attribute.
    template.hasResourceProperties("AWS::Cognito::UserPoolClient", { WriteAttributes: ["locale"] });
    template.hasResourceProperties("AWS::Cognito::UserPool", {
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
    });
    const groups = listTemplateResources(template, "AWS::Cognito::UserPoolGroup").map(
      ([, { Properties }]) => Properties["GroupName"],
    );
    expect(groups.toSorted()).toEqual(["entry-desk", "reviewer", "secretariat"]);
  });

  test("mails about accounts of the staff come from SES, for Cognito itself sends 50 a day; not in a trial stage", () => {
    const [[configurationSetId] = []] = listTemplateResources(template, "AWS::SES::ConfigurationSet");
    template.hasResourceProperties("AWS::Cognito::UserPool", {
      EmailConfiguration: {
        EmailSendingAccount: "DEVELOPER",
        From: { "Fn::Join": ["", ["Palais <", { Ref: "EmailFrom" }, ">"]] },
        ReplyToEmailAddress: { Ref: "EmailFrom" },
        SourceArn: {
          "Fn::Join": [
            "",
            Match.arrayWith([":identity/", { "Fn::Select": [1, { "Fn::Split": ["@", { Ref: "EmailFrom" }] }] }]),
          ],
        },
        ConfigurationSet: { Ref: configurationSetId },
      },
    });
    trial.hasResourceProperties("AWS::Cognito::UserPool", { EmailConfiguration: Match.absent() });
  });

  test("a password is long, and none that leaked elsewhere", () => {
    template.hasResourceProperties("AWS::Cognito::UserPool", {
      Policies: {
        PasswordPolicy: {
          MinimumLength: 15,
          RequireLowercase: false,
          RequireUppercase: false,
          RequireNumbers: false,
          RequireSymbols: false,
        },
      },
      UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" },
    });
    template.hasResourceProperties("AWS::Cognito::UserPoolRiskConfigurationAttachment", {
      ClientId: "ALL",
      // Without a filter of events: at signing in, and when a password is changed.
      CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "BLOCK" }, EventFilter: Match.absent() },
    });
  });

  test("what comes back is told to the function that records it, and SES keeps no list that we can't lift", () => {
    template.hasResourceProperties("AWS::SES::ConfigurationSet", { SuppressionOptions: { SuppressedReasons: [] } });
    template.hasResourceProperties("AWS::SES::ConfigurationSetEventDestination", {
      EventDestination: { Enabled: true, MatchingEventTypes: ["bounce", "complaint"] },
    });
    const [lambdaId = ""] =
      functions.find(([, { Properties }]) => Properties["Description"] === "Palais: email-feedback") ?? [];
    const subscriptions = listTemplateResources(template, "AWS::SNS::Subscription").map(
      ([, { Properties }]) => Properties,
    );
    const own = subscriptions.filter((each) => hasReference(each["Endpoint"], lambdaId));
    expect(own).toMatchObject([{ Protocol: "lambda" }]);
  });

  test.each([
    ["BounceRate", 0.02],
    ["ComplaintRate", 0.0005],
  ])("an alarm fires when the %s reaches %d, before SES stops sending", (rate, Threshold) => {
    const own = alarms.filter((alarm) => alarm["MetricName"] === `Reputation.${rate}`);
    expect(own).toMatchObject([
      { Namespace: "AWS/SES", Threshold, ComparisonOperator: expect.stringContaining("OrEqual") },
    ]);
  });

  test("e-mails that were given up raise an alarm", () => {
    const [queueId = ""] =
      listTemplateResources(template, "AWS::SQS::Queue").find(([id]) => id.startsWith("EmailDlq")) ?? [];
    expect(alarms.filter((alarm) => hasReference(alarm["Dimensions"], queueId))).toHaveLength(1);
  });

  test("mails travel encrypted or not at all", () => {
    template.hasResourceProperties("AWS::SES::ConfigurationSet", { DeliveryOptions: { TlsPolicy: "REQUIRE" } });
  });
});

describe("the site", () => {
  const policies = listTemplateResources(template, "AWS::CloudFront::ResponseHeadersPolicy").map(
    ([id, { Properties }]) => ({
      id,
      loose: JSON.stringify(Properties).match(/'[\w-]*unsafe[\w-]*'/g) ?? [],
      config: Properties["ResponseHeadersPolicyConfig"] as { Comment: string; SecurityHeadersConfig: object },
    }),
  );
  const of = (whose: string) => ({ Ref: policies.find(({ config }) => config.Comment.includes(whose))?.id });

  test("no page may do anything unsafe; the QR reader alone may run WebAssembly", () => {
    const loose = policies.filter((each) => each.loose.length > 0);
    expect(loose.map((each) => each.loose)).toEqual([["'wasm-unsafe-eval'"]]);
    expect(of("QR reader")).toEqual({ Ref: loose[0]?.id });
  });

  test("every answer has a policy, the API's too: HTTPS for two years, its type and no other, no frames", () => {
    template.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: {
        CacheBehaviors: [
          Match.objectLike({ PathPattern: "/v1/public/previews/*", ResponseHeadersPolicyId: of("API") }),
          Match.objectLike({ PathPattern: "/v1/*", ResponseHeadersPolicyId: of("API") }),
          Match.objectLike({ PathPattern: "/assets/qr-reader-*", ResponseHeadersPolicyId: of("QR reader") }),
          Match.objectLike({ PathPattern: "/branding/*", ResponseHeadersPolicyId: of("API") }),
        ],
        DefaultCacheBehavior: Match.objectLike({ ResponseHeadersPolicyId: of("our pages") }),
      },
    });
    expect(policies).toHaveLength(3);
    for (const { config } of policies) {
      expect(config.SecurityHeadersConfig).toMatchObject({
        ContentTypeOptions: { Override: true },
        ReferrerPolicy: { ReferrerPolicy: "no-referrer", Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true, Override: true },
      });
      const csp = JSON.stringify(config.SecurityHeadersConfig);
      for (const directive of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
        expect(csp).toContain(directive);
    }
  });
});
