import { CfnCondition, CfnParameter, Fn, Validations } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface StackParameters {
  /** The sender address of emails. */
  readonly emailFrom: string;
  /** The site's own address, if it has one. */
  readonly siteAddress: string;
  /** The recipient of alarms; empty for none. */
  readonly alarmEmail: string;
  /** The firewall of the stack PalaisEdge, in us-east-1; empty for none. */
  readonly webAclArn: string;
  /** The certificate for the site's own address, in us-east-1; empty for none. */
  readonly certificateArn: string;
  readonly keyArns: KeyArnParameters;
  /** The stream of the restored table that the functions use; empty for the table of the stack. */
  readonly restoredTableStreamArn: string;
}

/** Keys that exist already, such as those of a stack that is restored. Empty for the keys that the stack creates. */
export interface KeyArnParameters {
  /** At most three, separated by commas: the first signs badges, and all are published. */
  readonly badge: string;
  readonly passport: string;
}

const keyArnPattern = "arn:[^,\\s]+:kms:[^,\\s]+:key/[^,\\s]+";

/** Declares what differs from one deployment to the next. */
export function createParameters(scope: Construct): StackParameters {
  Validations.of(scope).acknowledge({
    id: "CloudFormation-Validate::W1030",
    reason:
      "The default of RestoredTableStreamArn is no ARN. A mapping uses the parameter only where it is not empty, " +
      "and the pattern of the parameter accepts nothing else (test/infra/restored-table.test.ts).",
  });
  const parameter = (id: string, description: string, fallback: string, pattern?: string) =>
    new CfnParameter(scope, id, { description, default: fallback, ...(pattern && { allowedPattern: pattern }) })
      .valueAsString;
  return {
    emailFrom: parameter("EmailFrom", "The sender address of emails", "no-reply@palais.example", "[^@\\s]+@[^@\\s]+"),
    siteAddress: parameter(
      "SiteAddress",
      "The site's address, such as https://registration.example.org; empty for the distribution's own address",
      "",
      "|https?://[^/\\s]+",
    ),
    alarmEmail: parameter("AlarmEmail", "The address that receives alarms; empty for none", ""),
    webAclArn: parameter("WebAclArn", "The firewall of the stack PalaisEdge; empty for none", ""),
    certificateArn: parameter("CertificateArn", "The certificate for SiteAddress, in us-east-1; empty for none", ""),
    keyArns: {
      badge: parameter(
        "BadgeKeyArns",
        "The keys of badges, at most three, with commas: the first signs, all are accepted; empty for the key of the stack",
        "",
        `|${keyArnPattern}(,${keyArnPattern}){0,2}`,
      ),
      passport: parameter(
        "PassportKeyArn",
        "The key that hashes passport numbers; empty for the key of the stack",
        "",
        `|${keyArnPattern}`,
      ),
    },
    restoredTableStreamArn: parameter(
      "RestoredTableStreamArn",
      "The stream of the restored table that the functions use; empty for the table of the stack",
      "",
      "|arn:[^,\\s]+:dynamodb:[^,\\s]+:table/[^/\\s]+/stream/[^/\\s]+",
    ),
  };
}

/** The value of the settings `opening` and `venues`, and of their outputs, if there is none. */
export const noSetting = "none";

/**
 * Whether the stage is for trying the system (`cdk deploy -c trial=true`), in a new account with a quota of ten
 * concurrent executions and without a guard on duty: it reserves no concurrency and has no alarms.
 */
export const isTrialStage = (scope: Construct): boolean => String(scope.node.tryGetContext("trial")) === "true";

/** The condition that is true when the value is not empty. It is created at its first use. */
export const createIsSetCondition = (scope: Construct, id: string, value: string): CfnCondition =>
  (scope.node.tryFindChild(id) as CfnCondition | undefined) ??
  new CfnCondition(scope, id, { expression: Fn.conditionNot(Fn.conditionEquals(value, "")) });
