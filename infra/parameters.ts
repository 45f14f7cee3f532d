import { CfnParameter } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface Parameters {
  /** The address that mails come from. */
  readonly mailFrom: string;
  /** Where people find the site, if it has an address of its own. */
  readonly siteAddress: string;
  /** Who hears of alarms; empty for nobody. */
  readonly alarmMail: string;
  /** The firewall that the other stack made, in us-east-1; empty for none. */
  readonly webAclArn: string;
  /** For the site's own address, in us-east-1; empty where it has none. */
  readonly certificateArn: string;
  /** What a month may cost before somebody hears of it, in USD. */
  readonly monthlyBudget: number;
}

/** What differs from one deployment to the next. */
export function makeParameters(scope: Construct): Parameters {
  const parameter = (id: string, description: string, fallback: string, pattern?: string) =>
    new CfnParameter(scope, id, { description, default: fallback, ...(pattern && { allowedPattern: pattern }) })
      .valueAsString;
  return {
    mailFrom: parameter("MailFrom", "The address that mails come from", "no-reply@palais.example", "[^@\\s]+@[^@\\s]+"),
    siteAddress: parameter(
      "SiteAddress",
      "Where people find the site, such as https://registration.example.org; empty for the distribution's own address",
      "",
      "|https?://[^/\\s]+",
    ),
    alarmMail: parameter("AlarmMail", "The address that hears of alarms; empty for none", ""),
    webAclArn: parameter("WebAclArn", "The firewall that the stack PalaisEdge made; empty for none", ""),
    certificateArn: parameter("CertificateArn", "The certificate for SiteAddress, in us-east-1; empty for none", ""),
    monthlyBudget: new CfnParameter(scope, "MonthlyBudget", {
      description: "What a month may cost before somebody hears of it, in USD",
      type: "Number",
      default: 100,
      minValue: 1,
    }).valueAsNumber,
  };
}
