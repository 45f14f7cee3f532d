import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { describeOutcome } from "../../cli/deploy/check-outcome.ts";
import { listChecks, runCheck } from "../../cli/deploy/checks.ts";
import type { SettingValues } from "../../cli/deploy/settings.ts";
import type { Stage } from "../../cli/deploy/stage.ts";
import { findStack } from "../../cli/existing-stack.ts";
import type { AccountServer, AccountState } from "./support/aws-account.ts";
import {
  certificateArn,
  createState,
  redeployed,
  region,
  startReadyAccount,
  toEnvironment,
  toolkit,
  values,
} from "./support/deployment.ts";

let account: AccountServer;

beforeAll(async () => {
  account = await startReadyAccount();
  for (const [name, value] of Object.entries(toEnvironment(account))) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await account.close();
});
beforeEach(() => {
  account.state = createState();
  account.changed.length = 0;
  account.called.length = 0;
});

/** Runs the checks of a stage. @returns the lines of those that fail */
async function check(stage: Stage, given: SettingValues = values, where = region): Promise<string[]> {
  const template = { stacks: new Map(), reservedConcurrency: 660, schedules: new Map(), bootstrapVersion: 6 };
  const existing = await findStack(where, "Palais");
  const context = { stage, region: where, account: "123456789012", template, values: given, existing };
  const lines: string[] = [];
  for (const each of listChecks(context)) {
    const outcome = await runCheck(each, context);
    if (outcome.mend !== undefined) lines.push(describeOutcome(each.subject, outcome));
  }
  return lines;
}

interface FailingCase {
  readonly name: string;
  readonly stage?: Stage;
  readonly state?: Partial<AccountState>;
  readonly given?: SettingValues;
  readonly where?: string;
  readonly says: RegExp;
}

const stackIs = (status: string): Partial<AccountState> => ({
  stacks: { ...createState().stacks, [`${region}/Palais`]: { status } },
});
const toolkitIs = (key: string, stack: AccountState["stacks"][string]): Partial<AccountState> => ({
  stacks: { ...createState().stacks, [key]: stack },
});
const { "site-address": _site, "certificate-arn": _certificate, ...withoutName } = values;

const failing: readonly FailingCase[] = [
  {
    name: "a region without every service",
    where: "ap-northeast-3",
    state: toolkitIs("ap-northeast-3/CDKToolkit", toolkit),
    says: /^FAIL {2}region .*ap-northeast-3 .*eu-central-1/,
  },
  { name: "a change in progress", state: stackIs("UPDATE_IN_PROGRESS"), says: /^FAIL {2}stack .*wait for the end/ },
  { name: "a rollback that failed", state: stackIs("UPDATE_ROLLBACK_FAILED"), says: /^FAIL {2}stack .*its rollback/ },
  {
    name: "a trial in the place of a production stage",
    stage: "trial",
    state: { stacks: redeployed, distributions: {} },
    says: /^FAIL {2}stack .*production stage.*another account/,
  },
  {
    name: "a region without CDK",
    state: { stacks: { "us-east-1/CDKToolkit": toolkit } },
    says: /^FAIL {2}bootstrap .*npx cdk bootstrap aws:\/\/123456789012\/eu-central-1$/,
  },
  {
    name: "us-east-1 without CDK",
    state: { stacks: { [`${region}/CDKToolkit`]: toolkit } },
    says: /^FAIL {2}bootstrap us-east-1 .*npx cdk bootstrap aws:\/\/123456789012\/us-east-1$/,
  },
  {
    name: "an old CDK",
    state: toolkitIs(`${region}/CDKToolkit`, { ...toolkit, outputs: { BootstrapVersion: "5" } }),
    says: /^FAIL {2}bootstrap .*has version 5, and 6 is needed/,
  },
  {
    name: "a CDK whose creation failed",
    state: toolkitIs(`${region}/CDKToolkit`, { ...toolkit, status: "ROLLBACK_COMPLETE" }),
    says: /^FAIL {2}bootstrap .*ROLLBACK_COMPLETE/,
  },
  { name: "a small quota", state: { quota: 999 }, says: /^FAIL {2}concurrency .*999, and 1000 are.*Service Quotas/ },
  { name: "an unknown domain", state: { identities: {} }, says: /^FAIL {2}sender .*create the identity example\.org/ },
  {
    name: "a domain without DKIM",
    state: { identities: { "example.org": { isVerified: true, dkim: "PENDING", signs: true } } },
    says: /^FAIL {2}sender .*DKIM: PENDING.*three DKIM records/,
  },
  {
    name: "a domain whose DKIM is switched off",
    state: { identities: { "example.org": { isVerified: true, dkim: "SUCCESS", signs: false } } },
    says: /^FAIL {2}sender .*has not verified example\.org/,
  },
  {
    name: "a sender whose address alone is verified",
    state: { identities: { "no-reply@example.org": { isVerified: true, dkim: "NOT_STARTED", signs: false } } },
    says: /^FAIL {2}sender .*knows neither/,
  },
  {
    name: "a sender in another domain",
    given: { ...values, "email-from": "no-reply@example.com" },
    says: /^FAIL {2}sender .*example\.com/,
  },
  {
    name: "a sender in a subdomain of the verified domain, from which Cognito may not send",
    given: { ...values, "email-from": "no-reply@events.example.org" },
    says: /^FAIL {2}sender .*create the identity events\.example\.org/,
  },
  {
    name: "a sender of a trial that has not confirmed",
    stage: "trial",
    state: { identities: { "no-reply@example.org": { isVerified: false, dkim: "NOT_STARTED", signs: false } } },
    says: /^FAIL {2}sender .*open the link/,
  },
  {
    name: "the sandbox of SES",
    state: { email: { SendingEnabled: true, ProductionAccessEnabled: false } },
    says: /^FAIL {2}email .*sandbox.*request production access/,
  },
  {
    name: "a paused SES",
    state: { email: { SendingEnabled: false, ProductionAccessEnabled: true } },
    says: /^FAIL {2}email .*paused/,
  },
  {
    name: "a certificate that does not exist",
    state: { certificate: undefined },
    says: /^FAIL {2}certificate .*no certificate.*request one for registration\.example\.org/,
  },
  {
    name: "a certificate in another region",
    given: { ...values, "certificate-arn": certificateArn.replace("us-east-1", region) },
    says: /^FAIL {2}certificate .*in eu-central-1, and CloudFront needs it in us-east-1/,
  },
  {
    name: "a certificate of another account",
    given: { ...values, "certificate-arn": certificateArn.replace("123456789012", "210987654321") },
    says: /^FAIL {2}certificate .*account 210987654321/,
  },
  {
    name: "a certificate that waits for DNS",
    state: { certificate: { Status: "PENDING_VALIDATION", SubjectAlternativeNames: ["*.example.org"] } },
    says: /^FAIL {2}certificate .*PENDING_VALIDATION.*CNAME/,
  },
  {
    name: "an expired certificate",
    state: { certificate: { Status: "EXPIRED", SubjectAlternativeNames: ["*.example.org"] } },
    says: /^FAIL {2}certificate .*EXPIRED/,
  },
  {
    name: "a certificate of other names",
    state: {
      certificate: {
        Status: "ISSUED",
        SubjectAlternativeNames: ["example.org", "x.example.org", "*.registration.example.org"],
      },
    },
    says: /^FAIL {2}certificate .*and not registration\.example\.org/,
  },
  {
    name: "a name of another distribution",
    state: { distributions: { E1: [], E2: ["registration.example.org"] } },
    says: /^FAIL {2}site name .*distribution E2/,
  },
  {
    name: "a trial with a name and no certificate",
    stage: "trial",
    given: { ...withoutName, "site-address": "https://registration.example.org" },
    says: /^FAIL {2}certificate .*without a certificate/,
  },
  {
    name: "a trial with a certificate and no name",
    stage: "trial",
    given: { ...withoutName, "certificate-arn": certificateArn },
    says: /^FAIL {2}site name .*--site-address/,
  },
  {
    name: "credentials without a permission",
    state: { refused: ["GetAccountSettings"] },
    says: /^FAIL {2}concurrency .*AccessDeniedException.*lambda:GetAccountSettings/,
  },
];

describe("the checks of an account", () => {
  test.each(failing)("find $name", async ({ stage = "production", state, given, where, says }) => {
    account.state = { ...createState(), ...state };
    const lines = await check(stage, given, where);
    expect(lines).toEqual([expect.stringMatching(says)]);
    expect(lines[0]).not.toContain("\n");
    expect(account.changed).toEqual([]);
  });

  test("pass for a new production stage and for the next deployment of it", async () => {
    expect(await check("production")).toEqual([]);
    const distributions = { E1: [], E3: ["registration.example.org"] };
    account.state = { ...createState(), stacks: redeployed, distributions };
    expect(await check("production")).toEqual([]);
  });

  test("pass for a sender in a subdomain of the verified domain in a trial, whose accounts have mails of Cognito", async () => {
    expect(await check("trial", { ...withoutName, "email-from": "no-reply@events.example.org" })).toEqual([]);
  });

  test("pass for a trial in a new account with a verified address", async () => {
    account.state = {
      ...createState(),
      stacks: { [`${region}/CDKToolkit`]: toolkit },
      quota: 10,
      identities: { "no-reply@example.org": { isVerified: true, dkim: "NOT_STARTED", signs: false } },
      email: { SendingEnabled: true, ProductionAccessEnabled: false },
    };
    expect(await check("trial", withoutName)).toEqual([]);
    expect(account.called).not.toContain("GetAccountSettings");
  });
});
