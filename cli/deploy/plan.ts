import { listDeployments, toCdkArguments, toCommandLine } from "./cdk.ts";
import { listChecks } from "./checks.ts";
import { readOutputs } from "./report.ts";
import { hasContext, listNeeded, type Setting, type SettingValues, settings } from "./settings.ts";
import { deployments, type Stage, type StageTemplate, stackName } from "./stage.ts";

/** Says what a deployment would ask, check, run and read. */
export function describePlan(stage: Stage, template: StageTemplate, given: SettingValues): string[] {
  const needed = listNeeded(stage, false);
  const placeholders = needed.map(({ option, fallback }) => [option, fallback ?? `<${option}>`] as const);
  const values: SettingValues = { ...Object.fromEntries(placeholders), ...given };
  return [
    `A deployment of the ${stage} stage would`,
    "",
    "ask for, where neither an option nor a former deployment answers",
    ...needed.map((setting) => `  ${describeSetting(setting, given)}`),
    ...describeContext(stage, given),
    "check, before it changes anything",
    "  credentials           they are valid (sts:GetCallerIdentity)",
    ...listChecks({ stage, values }).map(({ subject, requires, permission }) => {
      return `  ${subject.padEnd(20)}  ${requires(stage, { template })}${permission ? ` (${permission})` : ""}`;
    }),
    "run",
    ...describeDeployments(stage, template, values),
    "create, if the group secretariat of the user pool has no user",
    `  ${values["staff-email"]}, in this group (cognito-idp:ListUsersInGroup, AdminCreateUser, AdminAddUserToGroup)`,
    "",
    "Nothing was called or changed.",
  ];
}

/** What a deployment takes from the former one unless an option says otherwise. */
function describeContext(stage: Stage, given: SettingValues): string[] {
  const kept = settings.filter(({ option, context }) => context && given[option] === undefined);
  return !hasContext(stage) || kept.length === 0
    ? []
    : [
        "keep from the former deployment (an opening until 45 minutes after it)",
        ...kept.map((setting) => `  ${describeSetting(setting, given)}; output ${setting.context?.output}`),
      ];
}

/** Each command, the outputs that are read after it, and the parameters that it leaves as they are. */
function describeDeployments(stage: Stage, template: StageTemplate, values: SettingValues): string[] {
  const all = listDeployments(stage);
  return all.flatMap((deployment) => {
    const { stack, region = "the region of the stage" } = deployment;
    const args = toCdkArguments(deployment, stage, template, values, (from, name) => `<output ${name} of ${from}>`);
    const inputs = all.flatMap((each) => each.inputs.filter(({ from }) => from === stack).map(({ name }) => name));
    const outputs = [...(stack === stackName ? readOutputs : []), ...inputs];
    const parameters = [...(template.stacks.get(stack)?.parameters ?? [])];
    const width = Math.max(0, ...parameters.map(([name]) => name.length));
    const kept = parameters.filter(([name]) => !args.some((each) => each.startsWith(`${name}=`)));
    return [
      `  ${toCommandLine(args)}`,
      ...(stack === stackName ? describeSchedules(template) : []),
      `    in ${region}; then reads ${[...new Set(outputs)].join(", ") || "no output"}`,
      ...(kept.length > 0 ? ["    and leaves as they are, or at their defaults:"] : []),
      ...kept.map(([name, description]) => `      ${name.padEnd(width)}  ${description}`),
    ];
  });
}

/** The instances that an opening keeps ready, as the template has them. */
const describeSchedules = ({ schedules }: StageTemplate): string[] =>
  [...schedules].flatMap(([id, actions]) => {
    const [, name = id] = /^LiveAlias([a-z]+)/.exec(id) ?? [];
    return actions.map(
      ({ Schedule, ScalableTargetAction: { MinCapacity } }) =>
        `    keeps ${MinCapacity} instances of ${name} ready, ${Schedule} UTC`,
    );
  });

const describeSetting = ({ option, parameter, question, fallback }: Setting, given: SettingValues): string => {
  const value = given[option] ?? (fallback && `${fallback} by default`);
  return `--${option.padEnd(16)}  ${question}${parameter ? `; parameter ${parameter}` : ""}${value ? `: ${value}` : ""}`;
};

/** @throws Error if the command and the templates disagree */
export function assertInTemplate({ stacks }: StageTemplate): void {
  const has = (part: "parameters" | "outputs", stack: string, name: string) => stacks.get(stack)?.[part].has(name);
  const missing = [
    ...settings.flatMap(({ parameter }) => {
      const isKnown = [...stacks.values()].some(({ parameters }) => parameter && parameters.has(parameter));
      return parameter === undefined || isKnown ? [] : [parameter];
    }),
    ...deployments.flatMap(({ stack, inputs }) =>
      inputs.flatMap(({ name, from }) =>
        has("parameters", stack, name) && has("outputs", from, name) ? [] : [`${name} of ${from}`],
      ),
    ),
    ...readOutputs.filter((name) => !has("outputs", stackName, name)),
    ...settings.flatMap(({ context }) =>
      context && !has("outputs", context.stack, context.output) ? [context.output] : [],
    ),
  ];
  if (missing.length > 0) throw new Error(`The templates lack ${missing.join(", ")}.`);
}
