/** A failing check of checkov that is accepted for these resources. */
export interface AcceptedFinding {
  readonly rule: string;
  /** Type and logical id. `*` at the end stands for any further characters. */
  readonly resources: readonly string[];
  readonly reason: string;
}

/**
 * The findings of checkov that are accepted, with the reasons. `npm run conformance` rejects any other finding, and a
 * resource here that has none. Nothing of cfn-lint is accepted.
 */
export const acceptedFindings: readonly AcceptedFinding[] = [
  {
    rule: "CKV_AWS_7",
    resources: ["AWS::KMS::Key.PassportKey*", "AWS::KMS::Key.SignInKey*"],
    reason:
      "KMS rotates symmetric encryption keys only, and these create MACs. Their material never leaves KMS (docs/decisions/0004-sign-badges-and-links-in-kms.md).",
  },
  {
    rule: "CKV_AWS_18",
    resources: ["AWS::S3::Bucket.AccessLogs*"],
    reason: "It is the bucket of the access logs. A bucket that logs to itself grows without requests.",
  },
  {
    rule: "CKV_AWS_21",
    resources: ["AWS::S3::Bucket.AccessLogs*", "AWS::S3::Bucket.Documents*", "AWS::S3::Bucket.Site*"],
    reason:
      "A former version would keep what an erasure deletes. Logs are written once, and the site is built again from its sources.",
  },
  {
    rule: "CKV_AWS_27",
    resources: ["AWS::SQS::Queue.*"],
    reason:
      "Every queue is encrypted with the key of SQS (test/infra/keys.test.ts), which the rule does not know. A key of our own would add a permission without which a failed message is lost.",
  },
  {
    rule: "CKV_AWS_86",
    resources: ["AWS::CloudFront::Distribution.Distribution*"],
    reason:
      "The access log is delivered by CloudWatch Logs (infra/monitoring-stack.ts). The rule knows the legacy logging only.",
  },
  {
    rule: "CKV_AWS_115",
    resources: ["AWS::Lambda::Function.*"],
    reason:
      "Reserved concurrency is taken from all other functions. Those have it that could starve others, or be starved (test/infra/edge.test.ts lists them).",
  },
  {
    rule: "CKV_AWS_117",
    resources: ["AWS::Lambda::Function.*"],
    reason:
      "No function uses a resource inside a VPC. Each may connect only to the hosts of its permissions (test/security/outgoing-hosts.test.ts).",
  },
  {
    rule: "CKV_AWS_119",
    resources: ["AWS::DynamoDB::Table.Table*"],
    reason:
      "The table is encrypted with the key of DynamoDB. A key of our own would add a call and its throttle to every request, and losing the key would lose the table with its backups.",
  },
  {
    rule: "CKV_AWS_149",
    resources: ["AWS::SecretsManager::Secret.OriginVerifySecret"],
    reason:
      "The secret is encrypted with the key of Secrets Manager. Only functions of this account read it, each with a permission for this secret.",
  },
  {
    rule: "CKV_AWS_158",
    resources: ["AWS::Logs::LogGroup.*"],
    reason:
      "CloudWatch Logs encrypts every log. These contain no personal data and no secret (test/runtime/log.test.ts).",
  },
  {
    rule: "CKV_AWS_173",
    resources: ["AWS::Lambda::Function.*"],
    reason:
      "Lambda encrypts the variables. They contain names of resources and no secret (test/infra/origin-verification.test.ts).",
  },
];
