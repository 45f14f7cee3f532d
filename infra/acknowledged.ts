import { Validations } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";

/** What cdk-nag finds and we leave as it is, each with its reason; test/infra/nag.test.ts refuses a ninth. */
export const acknowledged = {
  "AwsSolutions-APIG4":
    "The form, mailed links and the public keys are for everybody: what has no authoriser is public in the table of routes, and the firewall's rates and the gateway's throttles stand before it.",
  "AwsSolutions-CFR1": "Delegates come from every country; the site is closed to none.",
  "AwsSolutions-IAM5":
    "Wildcards stand for the objects of one prefix of one bucket, the streams of the one table, traces (which have no resource), alarms (as CodeDeploy asks), GuardDuty's own rule, and what CDK's copier of the site's files brings along; test/infra/permissions.test.ts lists those of ours.",
  "AwsSolutions-L1":
    "The one function that isn't ours, CDK's copier of the site's files, runs on the Python that CDK has tested it with.",
  "AwsSolutions-SQS3":
    "These queues are where what failed ends. Nothing takes from them but a person, so nothing fails there.",
  "Serverless-LambdaLatestVersion": "As AwsSolutions-L1: CDK's copier of the site's files.",
  "Serverless-SQSRedrivePolicy": "As AwsSolutions-SQS3: they are where what failed ends.",
} as const satisfies Readonly<Record<string, string>>;

/** cdk-nag wants each wildcard by its name; another is found, and the test with it. */
const wildcards = [
  "Resource::*",
  "Resource::<TableCD117FA1.Arn>/stream/*",
  "Resource::<Documents7E5B2978.Arn>/quarantine/*",
  "Resource::<Documents7E5B2978.Arn>/checked/*",
  "Resource::<Documents7E5B2978.Arn>/lists/*",
  "Resource::arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*",
  "Resource::<SiteE53D7754.Arn>/*",
  "Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*",
  ...["GetObject", "GetBucket", "List", "DeleteObject", "Abort"].map((action) => `Action::s3:${action}*`),
];

/** Says so to whoever checks the stacks. */
export function acknowledge(scope: IConstruct): void {
  for (const [rule, reason] of Object.entries(acknowledged)) {
    const ids = rule === "AwsSolutions-IAM5" ? wildcards.map((each) => `${rule}[${each}]`) : [rule];
    for (const id of ids) Validations.of(scope).acknowledge({ id, reason });
  }
}
