import { CfnParameter } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface Parameters {
  /** The address that mails come from. */
  readonly mailFrom: string;
  /** Links on the page at `/`, as a JSON list of `{ label, url }`. */
  readonly operatorLinks: string;
  /** Who hears of alarms; empty for nobody. */
  readonly alarmMail: string;
}

/** What differs from one deployment to the next. */
export function makeParameters(scope: Construct): Parameters {
  const parameter = (id: string, description: string, fallback: string, pattern?: string) =>
    new CfnParameter(scope, id, { description, default: fallback, ...(pattern && { allowedPattern: pattern }) })
      .valueAsString;
  return {
    mailFrom: parameter("MailFrom", "The address that mails come from", "no-reply@palais.example", "[^@\\s]+@[^@\\s]+"),
    operatorLinks: parameter("OperatorLinks", "Links on the first page: a JSON list of { label, url }", "[]"),
    alarmMail: parameter("AlarmMail", "The address that hears of alarms; empty for none", ""),
  };
}
