import * as z from "zod/mini";
import { type LocalContext, localCredentials } from "../context.ts";
import { parseWithSchema, StartError } from "../errors.ts";
import { toArn } from "../template/arn.ts";
import type { TemplateScope } from "../template/resolve.ts";
import type { AwsCall } from "./aws-calls.ts";
import { isCallAllowed, type PolicyStatement } from "./policy-statement.ts";

/** Patterns of policies have `*` for any text and `?` for any character. */
const toPattern = (text: string) =>
  new RegExp(
    `^${text
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  );

/** The table of a restore has the ARN of its stream, in which the emulator names a region of its own. */
const toLocalArn = (arn: string) => arn.replace(/^arn:aws:dynamodb:[^:]*:[^:]*:/, toArn("dynamodb", ""));

/** One text, or several. */
const listSchema = z.pipe(
  z.transform((value: unknown) => [value].flat()),
  z.array(z.string()),
);

const rolePolicySchema = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.strictObject({
        Effect: z.literal("Allow"),
        Action: listSchema,
        Resource: z.unknown(),
        Condition: z._default(z.strictObject({ StringEquals: z.record(z.string(), z.unknown()) }), {
          StringEquals: {},
        }),
      }),
    ),
  }),
});

/** Services that have no counterpart on this machine. */
const ignoredServices: ReadonlySet<string> = new Set(["logs", "xray"]);

/** Tags of objects are checked by the functions themselves, and on AWS also by S3. */
const ignoredConditions: ReadonlySet<string> = new Set(["s3:ExistingObjectTag/GuardDutyMalwareScanStatus"]);

/**
 * Reads the policies of a role.
 * @throws Error of `toError` for a policy of another form: a local system would enforce something else than AWS
 */
export function readPolicyStatements(
  policies: unknown,
  scope: TemplateScope,
  toError: (faults: string) => Error,
): PolicyStatement[] {
  return parseWithSchema(z.array(rolePolicySchema), policies, toError)
    .flatMap(({ PolicyDocument: { Statement } }) => Statement)
    .filter(({ Action }) => Action.some((action) => !ignoredServices.has(action.split(":")[0] ?? "")))
    .map(({ Action, Resource, Condition }) => ({
      actions: Action.map(toPattern),
      resources: [scope.resolve(Resource)].flat().map(String).map(toLocalArn).map(toPattern),
      equals: Object.fromEntries(
        Object.entries(Condition.StringEquals)
          .filter(([key]) => !ignoredConditions.has(key))
          .map(([key, value]) => [key, [scope.resolve(value)].flat().map(String)]),
      ),
    }));
}

/** The policies of the functions, each read from the template when it is first needed: its resources must be running. */
export class FunctionPolicies {
  readonly #context: LocalContext;
  readonly #statements = new Map<string, readonly PolicyStatement[]>();

  constructor(context: LocalContext) {
    this.#context = context;
  }

  /** @param accessKeyId of the credentials that signed a request: a function's logical id, or that of commands */
  isAllowed(accessKeyId: string, call: AwsCall): boolean {
    return accessKeyId === localCredentials.accessKeyId || isCallAllowed(this.getStatements(accessKeyId), call);
  }

  /** @throws StartError for a function whose role is not in the template with its policies */
  getStatements(logicalId: string): readonly PolicyStatement[] {
    const known = this.#statements.get(logicalId);
    if (known) return known;
    const { stack, scope } = this.#context;
    const { Resources } = stack.template;
    const role = Resources[logicalId]?.Properties?.["Role"] as { "Fn::GetAtt"?: readonly string[] } | undefined;
    const policies = Resources[role?.["Fn::GetAtt"]?.[0] ?? ""]?.Properties?.["Policies"];
    const toError = (faults: string) =>
      new StartError(`The policies of ${logicalId} can't be enforced locally: ${faults}`);
    const statements = readPolicyStatements(policies, scope, toError);
    this.#statements.set(logicalId, statements);
    return statements;
  }
}
