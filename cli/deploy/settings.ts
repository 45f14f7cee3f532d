import { BlockList, isIP } from "node:net";
import { noSetting } from "../../infra/parameters.ts";
import { isOpeningOver } from "../../infra/site/opening.ts";
import { UsageError } from "../command.ts";
import type { ExistingStack } from "../existing-stack.ts";
import { edgeRegion, type Stage } from "./stage.ts";

/** What a stage needs to know from the person who deploys it. */
export interface Setting {
  /** The option of the command line. */
  readonly option: SettingOption;
  /** The parameter of each stack that keeps the answer for the next deployment. The first user is no parameter. */
  readonly parameter?: string;
  /**
   * The setting of CDK's context, which CDK itself keeps for one deployment only, its stack, and the output that keeps
   * it for the next one. `none` removes it.
   */
  readonly context?: {
    readonly stack: string;
    readonly name: "opening" | "venues";
    readonly output: string;
    /** Whether a kept value has no effect any more. */
    readonly isOver: (value: string, now: number) => boolean;
  };
  readonly question: string;
  /** The stages that can't be deployed without it. Others take it from its option. */
  readonly neededBy: readonly Stage[];
  readonly fallback?: string;
  readonly pattern: RegExp;
  /** What a value must fulfil besides the pattern. */
  readonly isValid?: (value: string) => boolean;
  /** What the pattern accepts. */
  readonly form: string;
}

export type SettingOption =
  | "email-from"
  | "site-address"
  | "certificate-arn"
  | "alarm-email"
  | "monthly-budget"
  | "staff-email"
  | "opening"
  | "venues";

export type SettingValues = Readonly<Partial<Record<SettingOption, string>>>;

const address = { pattern: /^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$/, form: "an email address" };

/** Networks that no request from the internet comes from (RFC 1918, 6598, 3927, 1122, 4193 and 4291). */
const privateNetworks = new BlockList();
for (const [base, length] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
  ["127.0.0.0", 8],
] as const)
  privateNetworks.addSubnet(base, length, "ipv4");
for (const [base, length] of [
  ["fc00::", 7],
  ["fe80::", 10],
  ["::1", 128],
] as const)
  privateNetworks.addSubnet(base, length, "ipv6");

/** A public network in CIDR notation. The firewall accepts no prefix of length 0. */
function isPublicNetwork(text: string): boolean {
  const [, base = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(base);
  const bits = { 4: 32, 6: 128 }[version] ?? 0;
  const isSized = Number(length) >= 1 && Number(length) <= bits;
  return isSized && !privateNetworks.check(base, version === 4 ? "ipv4" : "ipv6");
}

export const settings: readonly Setting[] = [
  {
    option: "email-from",
    parameter: "EmailFrom",
    question: "Sender of the emails",
    neededBy: ["trial", "production"],
    ...address,
  },
  {
    option: "site-address",
    parameter: "SiteAddress",
    question: "Address of the site",
    neededBy: ["production"],
    pattern: /^https:\/\/(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]$/,
    form: "https:// and a host name in lower case, without a path, such as https://registration.example.org",
  },
  {
    option: "certificate-arn",
    parameter: "CertificateArn",
    question: "ARN of its certificate",
    neededBy: ["production"],
    pattern: /^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/\S+$/,
    isValid: (value) => value.split(":")[3] === edgeRegion,
    form: `the ARN of a certificate in ACM in ${edgeRegion}, from where CloudFront takes it`,
  },
  {
    option: "alarm-email",
    parameter: "AlarmEmail",
    question: "Address that receives the alarms",
    neededBy: ["production"],
    ...address,
  },
  {
    option: "monthly-budget",
    parameter: "MonthlyBudget",
    question: "Costs of a month above which a notification is sent, in USD",
    neededBy: ["production"],
    fallback: "100",
    pattern: /^[1-9]\d*$/,
    form: "a whole number of USD, 1 or more",
  },
  {
    option: "staff-email",
    question: "Address of the first member of staff, who gets a password by email",
    neededBy: ["trial", "production"],
    ...address,
  },
  {
    option: "opening",
    context: { stack: "Palais", name: "opening", output: "Opening", isOver: isOpeningOver },
    question: "Time at which a registration opens, around which instances are kept ready",
    neededBy: [],
    pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/,
    form: "a time with a time zone, such as 2027-03-01T09:00:00Z",
  },
  {
    option: "venues",
    context: { stack: "PalaisEdge", name: "venues", output: "Venues", isOver: () => false },
    question: "Public networks of the venue, which the firewall does not count",
    neededBy: [],
    pattern: /^[^,]+(?:,[^,]+)*$/,
    isValid: (value) => value.split(",").every(isPublicNetwork),
    form: "networks with commas, such as 192.0.2.0/28,2001:db8::/48, none of them private",
  },
];

/** What is wrong with a value, if anything. */
const findFault = ({ pattern, isValid, form, context }: Setting, value: string): string | undefined =>
  (pattern.test(value) && (isValid?.(value) ?? true)) || (context && value === noSetting)
    ? undefined
    : `must be ${form}.`;

/** The settings that the command line names. @throws UsageError if a value has another form, or its time is over */
export function parseSettings(values: Readonly<Partial<Record<string, unknown>>>): SettingValues {
  const named = settings.flatMap((setting) => {
    const value = values[setting.option];
    if (typeof value !== "string") return [];
    const fault = findFault(setting, value);
    if (fault) throw new UsageError(`--${setting.option} ${fault}`);
    if (value !== noSetting && setting.context?.isOver(value, Date.now()))
      throw new UsageError(`--${setting.option} ${value} is over.`);
    return [[setting.option, value] as const];
  });
  return Object.fromEntries(named);
}

/** The parameters and the outputs of all stacks of the former deployment. */
export type FormerDeployment = Pick<ExistingStack, "parameters" | "outputs">;

/** Whether a stage has the settings of CDK's context: a trial has no quota for instances, and no firewall. */
export const hasContext = (stage: Stage): boolean => stage !== "trial";

/**
 * The answers of the former deployment that hold for the stage, as its stacks keep them.
 * @param now in ms since 1970
 */
export function toSettings({ parameters, outputs }: FormerDeployment, stage: Stage, now: number): SettingValues {
  const kept = settings.flatMap(({ option, parameter, context }) => {
    const value = context ? outputs.get(context.output) : parameters.get(parameter ?? "");
    const isGone = context && (!hasContext(stage) || value === noSetting || context.isOver(value ?? "", now));
    return value && !isGone ? [[option, value] as const] : [];
  });
  return Object.fromEntries(kept);
}

/** Says which settings of CDK's context are kept from the former deployment. */
export const describeKept = (given: SettingValues, kept: SettingValues): string[] =>
  settings.flatMap(({ option, context }) =>
    context && given[option] === undefined && kept[option] !== undefined
      ? [`kept from the former deployment: --${option} ${kept[option]} (--${option} ${noSetting} removes it)`]
      : [],
  );

/** Says which options are missing without a terminal, unless a former deployment answers. */
export function describeMissing(stage: Stage, given: SettingValues): string[] {
  const missing = listNeeded(stage, false).filter(({ option, fallback }) => !fallback && given[option] === undefined);
  const names = missing.map(({ option }) => `--${option}`).join(", ");
  return names === ""
    ? []
    : [`not given, and there is no terminal to ask on: ${names}. Only a former deployment can answer instead.`];
}

/** What the stage needs: the settings to ask for, in this order. */
export const listNeeded = (stage: Stage, hasStaff: boolean): Setting[] =>
  settings.filter(({ option, neededBy }) => neededBy.includes(stage) && !(option === "staff-email" && hasStaff));

/**
 * Completes the settings of the command line with those of the former deployment, and the fallbacks.
 * @throws UsageError that names every option that is missing
 */
export function completeSettings(needed: readonly Setting[], given: SettingValues, kept: SettingValues): SettingValues {
  const fallbacks = needed.flatMap(({ option, fallback }) => (fallback ? [[option, fallback] as const] : []));
  const values: SettingValues = { ...Object.fromEntries(fallbacks), ...kept, ...given };
  const missing = needed.filter(({ option }) => values[option] === undefined).map(({ option }) => `--${option}`);
  if (missing.length > 0) throw new UsageError(`Without a terminal to ask on, also give ${missing.join(", ")}.`);
  return values;
}

/**
 * Asks for each setting that the command line does not name, again until the answer has its form. An empty answer takes
 * the value of the former deployment, or the fallback.
 * @param ask prints a question and resolves with the answer
 */
export async function askSettings(
  needed: readonly Setting[],
  given: SettingValues,
  kept: SettingValues,
  ask: (question: string) => Promise<string>,
): Promise<SettingValues> {
  const answers: Partial<Record<SettingOption, string>> = { ...kept, ...given };
  for (const setting of needed.filter(({ option }) => given[option] === undefined)) {
    const suggestion = kept[setting.option] ?? setting.fallback;
    const question = `${setting.question}${suggestion ? ` [${suggestion}]` : ""}: `;
    let fault: string | undefined;
    do {
      const answer = (await ask(fault ? `It ${fault} ${question}` : question)).trim() || (suggestion ?? "");
      fault = findFault(setting, answer);
      answers[setting.option] = answer;
    } while (fault);
  }
  return answers;
}
