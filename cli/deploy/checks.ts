import { CloudFrontClient, paginateListDistributions } from "@aws-sdk/client-cloudfront";
import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { regions } from "../../infra/regions.ts";
import { findStack } from "../existing-stack.ts";
import { checkCertificate } from "./check-certificate.ts";
import { checkEmailAccount, checkSender } from "./check-email.ts";
import { type CheckContext, type CheckOutcome, fail, pass, toHostName } from "./check-outcome.ts";
import { edgeRegion, type Stage, stackName } from "./stage.ts";

export interface Check {
  readonly subject: string;
  /** What must be true. */
  readonly requires: (stage: Stage, context: Pick<CheckContext, "template">) => string;
  /** The permission that the check needs; none for one without a call. */
  readonly permission?: string;
  /** Whether the check concerns the stage; without values, whether it may. */
  readonly concerns?: (context: Pick<CheckContext, "stage" | "values">) => boolean;
  readonly run: (context: CheckContext) => CheckOutcome | Promise<CheckOutcome>;
}

const isProduction = ({ stage }: Pick<CheckContext, "stage">): boolean => stage === "production";
const hasSiteName = ({ stage, values }: Pick<CheckContext, "stage" | "values">): boolean =>
  stage === "production" || values["site-address"] !== undefined || values["certificate-arn"] !== undefined;

/** What docs/operations.md requires of a production account, whatever the template reserves. */
const minimumConcurrency = 1_000;
/** Lambda leaves at least this much to functions without a reservation. */
const unreservedConcurrency = 100;
const toNeededConcurrency = ({ template }: Pick<CheckContext, "template">): number =>
  Math.max(minimumConcurrency, template.reservedConcurrency + unreservedConcurrency);

/** All checks before a deployment, besides that of the credentials. None changes anything. */
const checks: readonly Check[] = [
  {
    subject: "region",
    requires: () => "has every service of the template",
    run: ({ region }) =>
      regions.some((each) => each === region)
        ? pass(region)
        : fail(`${region} may lack a service`, `use one of ${regions.join(", ")}`),
  },
  {
    subject: "stack",
    requires: (stage) =>
      `${stackName} does not exist, or is ready for a change${stage === "trial" ? " and no production stage" : ""}`,
    permission: "cloudformation:DescribeStacks",
    run: checkStack,
  },
  {
    subject: "bootstrap",
    requires: (_, { template }) => `CDKToolkit is in the region, version ${template.bootstrapVersion} or newer`,
    permission: "cloudformation:DescribeStacks",
    run: (context) => checkBootstrap(context, context.region),
  },
  {
    subject: `bootstrap ${edgeRegion}`,
    requires: (_, { template }) => `CDKToolkit is in ${edgeRegion}, version ${template.bootstrapVersion} or newer`,
    permission: "cloudformation:DescribeStacks",
    concerns: isProduction,
    run: (context) => checkBootstrap(context, edgeRegion),
  },
  {
    subject: "concurrency",
    requires: (_, context) => `Lambda's quota of concurrent executions is ${toNeededConcurrency(context)} or more`,
    permission: "lambda:GetAccountSettings",
    concerns: isProduction,
    run: checkConcurrency,
  },
  {
    subject: "sender",
    requires: (stage) =>
      stage === "production"
        ? "SES has verified the domain of the sender with DKIM"
        : "SES has verified the sender, or its domain with DKIM",
    permission: "ses:GetEmailIdentity",
    run: checkSender,
  },
  {
    subject: "email",
    requires: (stage) => `SES sends${stage === "production" ? " to every address (production access)" : ""}`,
    permission: "ses:GetAccount",
    run: checkEmailAccount,
  },
  {
    subject: "certificate",
    requires: () => `it is issued in ${edgeRegion} and covers the site's name`,
    permission: "acm:DescribeCertificate",
    concerns: hasSiteName,
    run: checkCertificate,
  },
  {
    subject: "site name",
    requires: () => "no other distribution of the account has it",
    permission: "cloudfront:ListDistributions",
    concerns: hasSiteName,
    run: checkSiteName,
  },
];

/** The checks of a stage. */
export const listChecks = (context: Pick<CheckContext, "stage" | "values">): Check[] =>
  checks.filter(({ concerns }) => concerns?.(context) ?? true);

/** Runs a check. One that AWS refuses fails, and says which permission it needs. */
export async function runCheck({ run, permission }: Check, context: CheckContext): Promise<CheckOutcome> {
  try {
    return await run(context);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message.split("\n")[0]}` : String(error);
    return fail(`could not be checked (${reason})`, `give the credentials ${permission}, and call again`);
  }
}

function checkStack({ stage, existing }: CheckContext): CheckOutcome {
  if (existing === undefined) return pass(`${stackName} will be created`);
  const { status, parameters } = existing;
  if (status.endsWith("_IN_PROGRESS"))
    return fail(`${stackName} is being changed (${status})`, "wait for the end of that change, and call again");
  if (status.endsWith("_FAILED"))
    return fail(
      `${stackName} is ${status}`,
      "the events of the stack in CloudFormation say why; continue its rollback there, or delete it",
    );
  if (stage === "trial" && parameters.get("WebAclArn"))
    return fail(
      `${stackName} is a production stage, which a trial would leave without alarms and reserved concurrency`,
      "use another account or region for the trial",
    );
  return pass(`${stackName} will be updated (${status})`);
}

async function checkBootstrap({ account, template }: CheckContext, region: string): Promise<CheckOutcome> {
  const mend = `npx cdk bootstrap aws://${account}/${region}`;
  const toolkit = await findStack(region, "CDKToolkit");
  if (toolkit === undefined) return fail(`CDK is not set up in ${region}`, mend);
  if (!["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"].includes(toolkit.status))
    return fail(`CDKToolkit in ${region} is ${toolkit.status}`, mend);
  const version = Number(toolkit.outputs.get("BootstrapVersion") ?? 0);
  return version >= template.bootstrapVersion
    ? pass(`CDKToolkit in ${region} has version ${version}`)
    : fail(`CDKToolkit in ${region} has version ${version}, and ${template.bootstrapVersion} is needed`, mend);
}

async function checkConcurrency(context: CheckContext): Promise<CheckOutcome> {
  const { AccountLimit } = await new LambdaClient({ region: context.region }).send(new GetAccountSettingsCommand({}));
  const quota = AccountLimit?.ConcurrentExecutions ?? 0;
  const needed = toNeededConcurrency(context);
  return quota >= needed
    ? pass(`the quota is ${quota}, and the functions reserve ${context.template.reservedConcurrency}`)
    : fail(
        `the quota is ${quota}, and ${needed} are needed`,
        "request it in Service Quotas (AWS Lambda, Concurrent executions, code L-B99A9384), or deploy a trial stage",
      );
}

async function checkSiteName({ region, values, existing }: CheckContext): Promise<CheckOutcome> {
  const host = toHostName(values["site-address"]);
  if (host === undefined) return fail("a certificate without a site address", "also give --site-address");
  const own = existing?.outputs.get("DistributionId");
  for await (const { DistributionList } of paginateListDistributions(
    { client: new CloudFrontClient({ region }) },
    {},
  )) {
    const other = DistributionList?.Items?.find(({ Id, Aliases }) => Id !== own && Aliases?.Items?.includes(host));
    if (other)
      return fail(`${host} belongs to the distribution ${other.Id}`, "use another name, or remove the alias from it");
  }
  return pass(`${host} is free in this account`);
}
