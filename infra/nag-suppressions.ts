import { Validations } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";

/** The findings of cdk-nag that are accepted, with the reasons. test/infra/nag.test.ts rejects any other finding. */
export const nagSuppressions = {
  "AwsSolutions-APIG4":
    "Public routes have no authorizer (test/infra/api.test.ts), nor has the default route, which answers that an address or a method does not exist.",
  "AwsSolutions-CFR1": "Delegates come from every country, so the site is open to all of them.",
  "AwsSolutions-CFR3":
    "The access log is delivered by CloudWatch Logs (infra/monitoring-stack.ts). The distribution's own property is the legacy logging, which needs an access control list.",
  "AwsSolutions-COG1":
    "It requires character classes. NIST SP 800-63B-4 and ASVS 6.2.5 forbid rules of composition: 15 characters, no leaked password and a second factor protect.",
  "AwsSolutions-IAM5":
    "The wildcards are for the objects of one prefix of a bucket, the streams of the table, traces (which have no resource), alarms (as CodeDeploy requires), the identities of SES (for one sender address, and in the sandbox of each recipient), GuardDuty's own rule, and CDK's function that copies the site's files. test/infra/permissions.test.ts lists those of Palais.",
  "AwsSolutions-L1": "CDK's function that copies the site's files runs on the Python version that CDK has tested.",
  "AwsSolutions-SMG4":
    "The secret is rotated by `npm run rotate-origin-secret`, because the distribution changes between its steps.",
  "AwsSolutions-SQS3": "These queues are dead-letter queues. Only operators receive from them.",
  "Serverless-LambdaLatestVersion": "As AwsSolutions-L1: CDK's function that copies the site's files.",
  "Serverless-LambdaStarPermissions":
    "Traces and the quota of SES have no resource. AwsSolutions-IAM5 finds any other wildcard in the same policies.",
  "Serverless-SQSRedrivePolicy": "As AwsSolutions-SQS3: these queues are dead-letter queues.",
} as const satisfies Readonly<Record<string, string>>;

/** cdk-nag identifies each wildcard by its name, so that any other wildcard is still a finding. */
const suppressedWildcards = [
  "Resource::*",
  // The table of the stack, or the restored one.
  `Resource::${JSON.stringify({
    "Fn::If": [
      "HasRestoredTable",
      { "Fn::Select": [0, { "Fn::Split": ["/stream/", { Ref: "RestoredTableStreamArn" }] }] },
      { "Fn::GetAtt": ["TableCD117FA1", "Arn"] },
    ],
  })}/stream/*`,
  "Resource::<Documents7E5B2978.Arn>/quarantine/*",
  "Resource::<Documents7E5B2978.Arn>/checked/*",
  "Resource::<Documents7E5B2978.Arn>/lists/*",
  "Resource::<Documents7E5B2978.Arn>/made/*",
  "Resource::arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*",
  "Resource::<SiteE53D7754.Arn>/*",
  "Resource::<SiteE53D7754.Arn>/branding/*",
  "Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*",
  "Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*",
  ...["GetObject", "GetBucket", "List", "DeleteObject", "Abort"].map((action) => `Action::s3:${action}*`),
];

/** Registers the accepted findings with CDK's validation. */
export function suppressNagFindings(scope: IConstruct): void {
  for (const [rule, reason] of Object.entries(nagSuppressions)) {
    const ids = rule === "AwsSolutions-IAM5" ? suppressedWildcards.map((each) => `${rule}[${each}]`) : [rule];
    for (const id of ids) Validations.of(scope).acknowledge({ id, reason });
  }
}
