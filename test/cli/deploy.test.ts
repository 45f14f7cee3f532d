import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listChecks } from "../../cli/deploy/checks.ts";
import { askSettings, listNeeded, type SettingValues } from "../../cli/deploy/settings.ts";
import { regions } from "../../infra/regions.ts";
import { synthesisNotice } from "../../local/lifecycle.ts";
import type { AccountServer } from "./support/aws-account.ts";
import {
  createState,
  monitoringParameters,
  outputs,
  parameters,
  redeployed,
  region,
  startReadyAccount,
  toEnvironment,
  values,
} from "./support/deployment.ts";

const toOptions = (given: SettingValues) =>
  Object.entries(given).flatMap(([option, value = ""]) => [`--${option}`, value]);

let account: AccountServer;
/** Contains a program in the place of CDK, which tells the account how it was called. */
let folder: string;

beforeAll(async () => {
  account = await startReadyAccount();
  folder = mkdtempSync(path.join(tmpdir(), "palais-deploy-"));
  const program = `#!${process.execPath}
    const body = JSON.stringify({ args: process.argv.slice(2), region: process.env.AWS_REGION });
    const { ok } = await fetch(process.env.AWS_ENDPOINT_URL + "/cdk", { method: "POST", body });
    process.exitCode = ok ? 0 : 3;`;
  writeFileSync(path.join(folder, "cdk"), program, { mode: 0o755 });
});
afterAll(async () => {
  await account.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  account.state = createState();
  account.changed.length = 0;
  account.called.length = 0;
});

interface Run {
  readonly printed: string;
  readonly code: number;
}

/** Runs the command without a terminal. @returns what it prints, and its exit code */
function deploy(...args: readonly string[]): Promise<Run> {
  return run(args, toEnvironment(account));
}

async function run(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Run> {
  const env = { ...process.env, ...settings, PATH: `${folder}${path.delimiter}${process.env["PATH"]}` };
  const running = promisify(execFile)(process.execPath, ["cli/deploy.ts", ...args], { env });
  running.child.stdin?.end();
  return running.then(
    ({ stdout, stderr }) => ({ printed: stderr + stdout, code: 0 }),
    ({ stdout, stderr, code }) => ({ printed: stdout + stderr, code }),
  );
}

const unattended = "--require-approval never";

describe("npm run deploy", () => {
  test("deploys firewall, system and monitoring, creates the first user, and says where everything is", async () => {
    const { printed, code } = await deploy("--stage", "production", ...toOptions(values));
    expect(printed).not.toContain("FAIL");
    expect(code).toBe(0);
    const { WebAclArn, ...given } = parameters;
    const toParameters = (all: object) => Object.entries(all).map(([name, value]) => `--parameters ${name}=${value}`);
    const [edge, system, monitoring, ...users] = account.changed;
    expect(edge).toBe(`cdk deploy PalaisEdge ${unattended} (us-east-1)`);
    const named = toParameters({ WebAclArn, ...given }).join(" ");
    expect(system).toBe(`cdk deploy Palais ${unattended} ${named} (${region})`);
    const watched = toParameters({ ...monitoringParameters, MonthlyBudget: "100" }).join(" ");
    expect(monitoring).toBe(`cdk deploy PalaisMonitoring ${unattended} ${watched} (us-east-1)`);
    expect(users.map((each) => each.split(" ")[0])).toEqual(["AdminCreateUser", "AdminAddUserToGroup"]);
    expect(account.state.users).toEqual({ "head@example.org": ["secretariat"] });
    for (const place of [...Object.values(outputs), "https://registration.example.org/console", "#dashboards/"])
      expect(printed).toContain(place);
    expect(printed).toContain("DNS: make registration.example.org a CNAME, or an alias, of d3.cloudfront.net.");
    expect(printed).toContain("emails to on-call@example.org");
  });

  test("names the options that are missing before it asks AWS, without a terminal", async () => {
    account.state = { ...createState(), credentialsAreValid: false };
    const { printed, code } = await deploy("--stage", "trial");
    expect(printed).toMatch(/^not given, and there is no terminal to ask on: --email-from, --staff-email\. /);
    expect(printed).toMatch(/\nFAIL +credentials/);
    expect(code).toBe(1);
  });

  test("takes what is not named from the former deployment, and keeps the users", async () => {
    account.state = { ...createState(), stacks: redeployed, users: { "a@example.org": ["secretariat"] } };
    const { printed, code } = await deploy("--stage", "production", "--alarm-email", "new@example.org");
    expect(code).toBe(0);
    expect(account.changed).toHaveLength(3);
    expect(account.changed[1]).toContain("--parameters AlarmEmail=new@example.org ");
    expect(account.changed[2]).toContain("--parameters AlarmEmail=new@example.org --parameters MonthlyBudget=250 ");
    expect(printed).toContain("The secretariat has users already.");
  });

  describe("with an opening and a venue", () => {
    const [opening, venues] = ["2099-03-01T09:00:00Z", "192.0.2.0/28"];
    /** The settings that each of the three deployments names. */
    const listContexts = () => account.changed.map((each) => / -c (\S+)/.exec(each)?.[1]);
    const deployAfter = async (kept: { readonly Opening: string; readonly Venues: string }, ...args: string[]) => {
      const stacks = Object.entries(redeployed).map(([name, stack]) => [
        name,
        { ...stack, outputs: { ...("outputs" in stack ? stack.outputs : {}), ...kept } },
      ]);
      account.state = {
        ...createState(),
        stacks: Object.fromEntries(stacks),
        users: { "a@example.org": ["secretariat"] },
      };
      const run = await deploy("--stage", "production", ...args);
      expect(run.code).toBe(0);
      return run.printed;
    };

    test("names them to CDK", async () => {
      const printed = await deployAfter(
        { Opening: "none", Venues: "none" },
        ...["--opening", opening, "--venues", venues],
      );
      expect(listContexts()).toEqual([`venues=${venues}`, `opening=${opening}`, undefined]);
      expect(printed).not.toContain("kept from");
    });

    test("keeps those of the former deployment, and says so", async () => {
      const printed = await deployAfter({ Opening: opening, Venues: venues });
      expect(listContexts()).toEqual([`venues=${venues}`, `opening=${opening}`, undefined]);
      expect(printed.match(/^kept from .*/gm)).toEqual([
        `kept from the former deployment: --opening ${opening} (--opening none removes it)`,
        `kept from the former deployment: --venues ${venues} (--venues none removes it)`,
      ]);
    });

    test("removes them for none", async () => {
      const printed = await deployAfter(
        { Opening: opening, Venues: venues },
        ...["--opening", "none", "--venues", "none"],
      );
      expect(listContexts()).toEqual(["venues=none", "opening=none", undefined]);
      expect(printed).not.toContain("kept from");
    });

    test("forgets an opening whose instances are not kept any more", async () => {
      const toTime = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+/, "");
      const underway = toTime(-40);
      await deployAfter({ Opening: underway, Venues: "none" });
      expect(listContexts()).toEqual([undefined, `opening=${underway}`, undefined]);
      account.changed.length = 0;
      expect(await deployAfter({ Opening: toTime(-46), Venues: "none" })).not.toContain("kept from");
      expect(listContexts()).toEqual([undefined, undefined, undefined]);
    });
  });

  test("deploys a trial without a firewall, and gives a user who exists already the group", async () => {
    account.state = { ...createState(), users: { "head@example.org": [] } };
    const { code } = await deploy(
      "--stage",
      "trial",
      "--email-from",
      "a@example.org",
      "--staff-email",
      "head@example.org",
    );
    expect(code).toBe(0);
    expect(account.changed[0]).toBe(
      `cdk deploy Palais ${unattended} -c trial=true --parameters EmailFrom=a@example.org (${region})`,
    );
    expect(account.state.users).toEqual({ "head@example.org": ["secretariat"] });
  });

  test("keeps no opening in a trial, which has no quota for it", async () => {
    const name = `${region}/Palais` as const;
    const former = redeployed[name];
    const kept = { ...former, parameters: {}, outputs: { ...former.outputs, Opening: "2099-03-01T09:00:00Z" } };
    account.state = {
      ...createState(),
      stacks: { ...createState().stacks, [name]: kept },
      users: { "a@example.org": ["secretariat"] },
    };
    const { printed, code } = await deploy("--stage", "trial", "--email-from", "a@example.org");
    expect(code).toBe(0);
    expect(printed).not.toContain("kept from");
    expect(account.changed).toHaveLength(1);
    expect(account.changed[0]).not.toContain("opening=");
  });

  test("runs every check, and changes nothing, if some fail", async () => {
    account.state = { ...createState(), quota: 10, certificate: undefined };
    const { printed, code } = await deploy("--stage", "production", ...toOptions(values));
    expect(code).toBe(1);
    expect(printed.match(/^FAIL /gm)).toHaveLength(2);
    expect(printed.match(/^pass /gm)).toHaveLength(8);
    expect(printed).toContain("Nothing was changed: 2 of the checks failed.");
    expect(account.changed).toEqual([]);
  });

  test("says how to get credentials that AWS accepts", async () => {
    account.state = { ...createState(), credentialsAreValid: false };
    const { printed, code } = await deploy("--stage", "production", ...toOptions(values));
    expect(code).toBe(1);
    expect(printed).toMatch(/^FAIL {2}credentials .*security token is invalid.*aws sso login.*$/m);
  });

  test("stops at the first stack that CDK can't deploy", async () => {
    account.state = { ...createState(), cdkFails: true };
    const { printed, code } = await deploy("--stage", "production", ...toOptions(values));
    expect(code).toBe(2);
    expect(printed).toMatch(/\ncdk failed; .*\n$/);
    expect(account.changed).toHaveLength(1);
    expect(account.called).not.toContain("AdminCreateUser");
  });

  test.each([
    { args: [], says: "--stage must be trial or production." },
    { args: ["--stage", "trial"], says: "also give --email-from, --staff-email." },
    { args: ["--stage", "trial", "--email-from", "sender"], says: "--email-from must be an email address." },
    { args: ["--stage", "trial", "--monthly-budget", "5"], says: "--monthly-budget is of a production stage" },
    { args: ["--stage", "trial", "--site-address", "http://a.org"], says: "--site-address must be https://" },
    {
      args: ["--stage", "production", "--opening", "2020-03-01T09:00:00Z", "--plan"],
      says: "--opening 2020-03-01T09:00:00Z is over.",
    },
    {
      args: ["--stage", "production", "--opening", "2027-03-01T09:00:00"],
      says: "--opening must be a time with a time",
    },
    { args: ["--stage", "trial", "--opening", "2099-03-01T09:00:00Z"], says: "--opening and --venues are of a prod" },
    { args: ["--stage", "production", "--venues", "the hall"], says: "--venues must be networks with commas" },
  ])("refuses $args in one line", async ({ args, says }) => {
    const { printed, code } = await deploy(...args);
    expect(printed.split("\n").at(-2)).toContain(says);
    expect(code).toBe(2);
    expect(account.changed).toEqual([]);
  });
});

test("a deployment without a region says so, and how to name one", async () => {
  const without = { ...toEnvironment(account), AWS_REGION: "", AWS_DEFAULT_REGION: "", AWS_CONFIG_FILE: "/nosuch" };
  const { printed, code } = await run(["--stage", "trial", ...toOptions({ "email-from": "a@b.org" })], without);
  expect(printed).toMatch(/^FAIL {2}region +none is named\. To mend it: name it with --region or AWS_REGION/m);
  expect([code, account.called]).toEqual([1, []]);
});

describe("npm run deploy -- --plan", () => {
  test("prints every question, check, command and output, and calls nothing", async () => {
    const args = ["--stage", "production", "--plan", "--alarm-email", "on-call@example.org"];
    const { printed, code } = await run(args, { AWS_ENDPOINT_URL: account.endpoint });
    expect(code).toBe(0);
    expect(printed).toContain(`${synthesisNotice}\n`);
    expect(printed).toContain("  --site-address      Address of the site; parameter SiteAddress\n");
    expect(printed).toContain(`  npx cdk deploy PalaisEdge ${unattended}\n    in us-east-1; then reads WebAclArn\n`);
    expect(printed).toContain(
      `  npx cdk deploy Palais ${unattended} --parameters WebAclArn=<output WebAclArn of PalaisEdge> ` +
        "--parameters EmailFrom=<email-from> --parameters SiteAddress=<site-address> " +
        "--parameters CertificateArn=<certificate-arn> --parameters AlarmEmail=on-call@example.org\n",
    );
    expect(printed).toContain(
      `  npx cdk deploy PalaisMonitoring ${unattended} --parameters DistributionId=<output DistributionId of Palais> ` +
        "--parameters AccessLogsBucket=<output AccessLogsBucket of Palais> " +
        "--parameters AlarmEmail=on-call@example.org --parameters MonthlyBudget=100\n    in us-east-1; then reads no output\n",
    );
    const [, read = ""] = /in the region of the stage; then reads (.*)\n/.exec(printed) ?? [];
    expect(read.split(", ").toSorted()).toEqual(Object.keys(outputs).toSorted());
    for (const { subject } of listChecks({ stage: "production", values })) expect(printed).toContain(`  ${subject} `);
    expect(printed).toContain("      BadgeKeyArns ");
    expect(printed).toMatch(/\nkeep from the former deployment .*\n {2}--opening .*Opening\n {2}--venues .*Venues\n/);
    expect([...account.called, ...account.changed]).toEqual([]);
  });

  test("rehearses an opening and a venue: what is kept ready, and when, as the template has it", async () => {
    const settings = ["--opening", "2099-03-01T10:00:00+01:00", "--venues", "192.0.2.0/28,2001:db8::/48"];
    const { printed, code } = await deploy("--stage", "production", "--plan", ...settings);
    expect(code).toBe(0);
    expect(printed).toContain(`cdk deploy PalaisEdge ${unattended} -c venues=192.0.2.0/28,2001:db8::/48\n`);
    expect(printed).toMatch(
      new RegExp(`cdk deploy Palais ${unattended} -c opening=2099-03-01T10:00:00\\+01:00 --parameters `),
    );
    expect(printed.match(/ {4}keeps .*/g)).toEqual([
      "    keeps 50 instances of conference ready, at(2099-03-01T08:45:00) UTC",
      "    keeps 0 instances of conference ready, at(2099-03-01T09:45:00) UTC",
      "    keeps 100 instances of registration ready, at(2099-03-01T08:45:00) UTC",
      "    keeps 0 instances of registration ready, at(2099-03-01T09:45:00) UTC",
    ]);
    expect([...account.called, ...account.changed]).toEqual([]);
  });

  test.each([
    { option: "--venues", value: "1.2.3.400/33", says: "--venues must be networks with commas" },
    { option: "--venues", value: "192.0.2.0/33", says: "--venues must be networks with commas" },
    { option: "--venues", value: "192.0.2.0/28,2001:db8::/129", says: "--venues must be networks with commas" },
    { option: "--venues", value: "0.0.0.0/0", says: "--venues must be networks with commas" },
    { option: "--venues", value: "192.0.2.0/28,10.1.0.0/16", says: "--venues must be networks with commas" },
    { option: "--venues", value: "fd00:1::/48", says: "--venues must be networks with commas" },
    {
      option: "--certificate-arn",
      value: "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
      says: "--certificate-arn must be the ARN of a certificate in ACM in us-east-1",
    },
    { option: "--region", value: "nowhere", says: `--region must be one of ${regions.join(", ")}.` },
  ])("refuses $option $value", async ({ option, value, says }) => {
    const { printed, code } = await deploy("--stage", "production", "--plan", option, value);
    expect(printed.startsWith(says)).toBe(true);
    expect(code).toBe(2);
  });

  test("leaves out of a trial what only production has, and prints no warning", async () => {
    const { printed } = await deploy("--stage", "trial", "--plan");
    expect(printed).toMatch(/^(?:Synthesizing .* …\n)?A deployment of the trial stage would\n/);
    expect(printed).toMatch(/^ {6}RestoredTableStreamArn {2}The stream/m);
    expect(printed).toContain(
      `  npx cdk deploy Palais ${unattended} -c trial=true --parameters EmailFrom=<email-from>\n`,
    );
    expect(printed).not.toMatch(/cdk deploy Palais[EM]|lambda:|bootstrap us-east-1|--certificate-arn/);
  });
});

describe("the questions", () => {
  const answerWith = (answers: readonly string[]) => {
    const asked: string[] = [];
    const rest = [...answers];
    const ask = async (question: string) => {
      asked.push(question);
      return rest.shift() ?? "";
    };
    return { asked, ask };
  };

  test("are asked again until the answer has its form, and an empty answer takes the suggestion", async () => {
    const { asked, ask } = answerWith(["sender", " a@example.org ", "", "b@example.org"]);
    const needed = listNeeded("production", false).filter(({ option }) =>
      ["email-from", "monthly-budget", "staff-email", "alarm-email"].includes(option),
    );
    const answers = await askSettings(needed, { "alarm-email": "c@example.org" }, { "monthly-budget": "250" }, ask);
    expect(answers).toEqual({
      "email-from": "a@example.org",
      "monthly-budget": "250",
      "staff-email": "b@example.org",
      "alarm-email": "c@example.org",
    });
    expect(asked[1]).toBe("It must be an email address. Sender of the emails: ");
    expect(asked[2]).toContain("in USD [250]: ");
    expect(asked).toHaveLength(4);
  });

  test("do not include the first user if the secretariat has one", () => {
    expect(listNeeded("trial", true).map(({ option }) => option)).toEqual(["email-from"]);
  });
});
