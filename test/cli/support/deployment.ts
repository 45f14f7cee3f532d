import type { SettingValues } from "../../../cli/deploy/settings.ts";
import { type AccountServer, type AccountState, startAccount } from "./aws-account.ts";

export const region = "eu-central-1";
export const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";

export const toolkit = { status: "CREATE_COMPLETE", outputs: { BootstrapVersion: "27" } };

/** An account that is ready for its first deployment. */
export const createState = (): AccountState => ({
  credentialsAreValid: true,
  stacks: { [`${region}/CDKToolkit`]: toolkit, "us-east-1/CDKToolkit": toolkit },
  quota: 1_000,
  queues: {},
  identities: { "example.org": { isVerified: true, dkim: "SUCCESS", signs: true } },
  email: { SendingEnabled: true, ProductionAccessEnabled: true },
  certificate: { Status: "ISSUED", SubjectAlternativeNames: ["*.example.org"] },
  distributions: { E1: ["other.example.org"], E2: [] },
  users: {},
  refused: [],
  cdkFails: false,
});

export const parameters = {
  EmailFrom: "no-reply@example.org",
  SiteAddress: "https://registration.example.org",
  CertificateArn: certificateArn,
  AlarmEmail: "on-call@example.org",
  WebAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/1",
};
export const outputs = {
  SiteUrl: "https://registration.example.org",
  DistributionId: "E3",
  DistributionDomainName: "d3.cloudfront.net",
  DashboardName: "Board",
  TableName: "Palais-Table",
  DocumentsBucket: "palais-documents",
  AccessLogsBucket: "palais-logs",
  EmailDlqUrl: "https://sqs/1",
  UserPoolId: "eu-central-1_1",
};
export const monitoringParameters = {
  DistributionId: outputs.DistributionId,
  AccessLogsBucket: outputs.AccessLogsBucket,
  AlarmEmail: parameters.AlarmEmail,
  MonthlyBudget: "250",
};
const deployed = {
  [`${region}/Palais`]: { status: "CREATE_COMPLETE", parameters, outputs },
  "us-east-1/PalaisMonitoring": { status: "CREATE_COMPLETE", parameters: monitoringParameters },
  "us-east-1/PalaisEdge": { status: "CREATE_COMPLETE", outputs: { WebAclArn: parameters.WebAclArn } },
};
export const redeployed = { ...createState().stacks, ...deployed };

export const values: SettingValues = {
  "email-from": "no-reply@example.org",
  "site-address": "https://registration.example.org",
  "certificate-arn": certificateArn,
  "alarm-email": "on-call@example.org",
  "monthly-budget": "100",
  "staff-email": "head@example.org",
};

/** Starts an account that is ready for its first deployment. */
export const startReadyAccount = (): Promise<AccountServer> => startAccount(createState(), deployed);

/** What the clients of the SDK read, in this process and in that of a command. */
export const toEnvironment = ({ endpoint }: AccountServer): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_REGION: region,
});
