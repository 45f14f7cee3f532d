import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  SuppressionReasons,
} from "aws-cdk-lib/aws-ses";
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface Mail {
  readonly from: string;
  readonly configurationSetName: string;
  /** What `ses:SendRawEmail` needs the right to. */
  readonly arns: readonly string[];
}

/** Where mails come from, and under which rules: encrypted on the way or not at all, never again to who bounced. */
export function makeMail(scope: Construct, from: string): Mail {
  const configurationSet = new ConfigurationSet(scope, "Mails", {
    reputationMetrics: true,
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
  });
  const identity = new EmailIdentity(scope, "Sender", { identity: Identity.email(from), configurationSet });
  const { configurationSetName } = configurationSet;
  const setArn = Stack.of(scope).formatArn({
    service: "ses",
    resource: "configuration-set",
    resourceName: configurationSetName,
  });
  return { from, configurationSetName, arns: [identity.emailIdentityArn, setArn] };
}
