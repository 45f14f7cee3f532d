import { type ExistingStack, getOutput } from "../existing-stack.ts";
import type { SettingValues } from "./settings.ts";
import { type Stage, stackName } from "./stage.ts";

/** The outputs of the stack that the command reads after the deployment. */
export const readOutputs = [
  "SiteUrl",
  "DistributionDomainName",
  "DistributionId",
  "DashboardName",
  "TableName",
  "DocumentsBucket",
  "AccessLogsBucket",
  "EmailDlqUrl",
  "UserPoolId",
] as const;

/** Says where each part of the system is. */
export function describePlaces(region: string, stack: ExistingStack | undefined): string[] {
  const get = (name: (typeof readOutputs)[number]) => getOutput(stack, name);
  const site = get("SiteUrl");
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;
  const places: Readonly<Record<string, string>> = {
    site,
    console: `${site}/console`,
    "entry desk": `${site}/desk`,
    API: `${site}/v1/openapi.json`,
    distribution: `${get("DistributionId")}, ${get("DistributionDomainName")}`,
    dashboard: `${console}#dashboards/dashboard/${get("DashboardName")}`,
    table: get("TableName"),
    documents: get("DocumentsBucket"),
    "access logs": get("AccessLogsBucket"),
    "failed emails": get("EmailDlqUrl"),
    "user pool": get("UserPoolId"),
  };
  return Object.entries(places).map(([name, place]) => `${name.padEnd(14)}${place}`);
}

/** What the command can't do itself. */
export function listNextSteps(stage: Stage, values: SettingValues, distribution: string): string[] {
  const host = values["site-address"]?.replace("https://", "");
  const alarms = values["alarm-email"];
  const staff = values["staff-email"];
  return [
    ...(host ? [`DNS: make ${host} a CNAME, or an alias, of ${distribution}.`] : []),
    ...(alarms ? [`Open the links in the two emails to ${alarms} that ask to confirm a subscription.`] : []),
    ...(staff ? [`Sign in at the console as ${staff}, with the emailed password; it is valid for three days.`] : []),
    ...(stage === "trial"
      ? ["In the sandbox of SES, verify the addresses that will register."]
      : [
          "Activate the cost allocation tag `service`, once it appears in Billing: the budget sees no costs without it.",
        ]),
    `npm run status -- --stack ${stackName} says at any time what is late, stuck or wrong.`,
    `The rest is in docs/operations.md: what to check after a deployment of ${stackName}, and the first conference.`,
  ];
}
