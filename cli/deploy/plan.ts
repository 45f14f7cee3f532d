import { toCommandLine, toDeployment, toEdgeDeployment } from "./cdk.ts";
import { listChecks } from "./checks.ts";
import { readOutputs } from "./report.ts";
import { listNeeded, type Setting, type SettingValues, settings, toStackParameters } from "./settings.ts";
import { edgeRegion, edgeStackName, type Stage, type StageTemplate, stackName } from "./stage.ts";

/** The output of the firewall that is a parameter of the system. */
export const webAclArn = "WebAclArn";

/**
 * Says what a deployment would ask, check, run and read.
 * @throws Error if the template lacks a parameter or an output that the command uses
 */
export function describePlan(stage: Stage, template: StageTemplate, given: SettingValues): string[] {
  assertInTemplate(template);
  const needed = listNeeded(stage, false);
  const placeholders = needed.map(({ option, fallback }) => [option, fallback ?? `<${option}>`] as const);
  const values: SettingValues = { ...Object.fromEntries(placeholders), ...given };
  const isProduction = stage === "production";
  const parameters = [
    ...(isProduction ? [[webAclArn, `<output ${webAclArn} of ${edgeStackName}>`] as const] : []),
    ...toStackParameters(values),
  ];
  const named = new Set(parameters.map(([name]) => name));
  const kept = [...template.parameters].filter(([name]) => !named.has(name));
  return [
    `A deployment of the ${stage} stage would`,
    "",
    "ask for, where neither an option nor a former deployment answers",
    ...needed.map((setting) => `  ${describeSetting(setting, given)}`),
    "check, before it changes anything",
    "  credentials           they are valid (sts:GetCallerIdentity)",
    ...listChecks({ stage, values }).map(({ subject, requires, permission }) => {
      return `  ${subject.padEnd(20)}  ${requires(stage, { template })}${permission ? ` (${permission})` : ""}`;
    }),
    "run",
    ...(isProduction
      ? [`  ${toCommandLine(toEdgeDeployment())}`, `    in ${edgeRegion}; reads the output ${webAclArn}`]
      : []),
    `  ${toCommandLine(toDeployment(stage, parameters))}`,
    `    reads the outputs ${readOutputs.join(", ")}`,
    "leave as they are, or at their defaults, the parameters",
    ...kept.map(([name, description]) => `  ${name.padEnd(16)}${description}`),
    "create, if the group secretariat of the user pool has no user",
    `  ${values["staff-email"]}, in this group (cognito-idp:ListUsersInGroup, AdminCreateUser, AdminAddUserToGroup)`,
    "",
    "Nothing was called or changed.",
  ];
}

const describeSetting = ({ option, parameter, question, fallback }: Setting, given: SettingValues): string => {
  const value = given[option] ?? (fallback && `${fallback} by default`);
  return `--${option.padEnd(16)}  ${question}${parameter ? `; parameter ${parameter}` : ""}${value ? `: ${value}` : ""}`;
};

/** @throws Error if the command and the template disagree */
export function assertInTemplate({ parameters, outputs, edgeOutputs }: StageTemplate): void {
  const missing = [
    ...settings.flatMap(({ parameter }) => (parameter !== undefined && !parameters.has(parameter) ? [parameter] : [])),
    ...(parameters.has(webAclArn) && edgeOutputs.has(webAclArn) ? [] : [webAclArn]),
    ...readOutputs.filter((name) => !outputs.has(name)),
  ];
  if (missing.length > 0) throw new Error(`The template of ${stackName} lacks ${missing.join(", ")}.`);
}
