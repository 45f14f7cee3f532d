import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  type CfnFunction,
  type Code,
  type ILayerVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
  type VersionOptions,
} from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { sourceMetadata } from "../build-paths.ts";
import { type Alarms, createAlarm } from "../monitoring/alarms.ts";
import { isTrialStage } from "../parameters.ts";
import {
  buildPolicyStatements,
  type FunctionName,
  type HostNames,
  isOriginVerified,
  listOutgoingHosts,
  type ResourceArns,
} from "./permissions.ts";

/** The resources that all functions share. */
export interface SharedResources {
  readonly code: (folder: FunctionName) => Code;
  readonly resourceArns: ResourceArns;
  readonly hostNames: HostNames;
  readonly alarms: Alarms;
  /** Receives the events that a function failed to process. */
  readonly eventDlq: Queue;
  /** What tells the table in use from another one. */
  readonly tableMark: string;
}

export interface PalaisFunctionProps<Environment> {
  /** The variables of the function's own schema. A missing or unknown variable does not compile. */
  readonly environment: Readonly<Record<keyof Environment & string, string>>;
  /** The consequence of a failure for users, as a clause: "delegates can't register". */
  readonly impact: string;
  /** In MB, 1024 by default. The processor share grows with it, and cold starts are bound by the processor. */
  readonly memory?: number;
  /** 15 s by default. */
  readonly timeout?: Duration;
  /** The reserved concurrency, for functions that could starve others under load, or be starved. */
  readonly concurrency?: number;
  readonly layers?: readonly ILayerVersion[];
  /** Receives the events that the function fails to process, instead of the queue that functions share. */
  readonly deadLetterQueue?: Queue;
}

/**
 * What Lambda does with an event whose function fails: it repeats it after one minute and after two more. Then the queue
 * has it twice: as it was, and with the error.
 */
const toAsyncInvocation = (queue: Queue) => ({
  retryAttempts: 2,
  maxEventAge: Duration.hours(1),
  onFailure: new SqsDestination(queue),
});

/** The variables of functions that answer requests whose values come from parameters of the stack. */
const parameterVariables = ["BADGE_KEY_ARNS", "PASSPORT_KEY_ARN", "SITE_URL"] as const;

/**
 * Versions are kept. The description of a version contains the values of parameters. CloudFormation cannot change a
 * description, so it publishes a new version for a new value; the rest of the version's properties stay the same. AWS
 * allows 256 characters, which is enough for three ARNs of keys and the mark of a restored table.
 */
function describeVersion(environment: Readonly<Record<string, string>>, tableMark: string): VersionOptions {
  const values = [
    ...parameterVariables.flatMap((name) => environment[name] ?? []),
    ...("TABLE_NAME" in environment ? [tableMark] : []),
  ];
  return { removalPolicy: RemovalPolicy.RETAIN, ...(values.length > 0 && { description: values.join(" ") }) };
}

/**
 * The Lambda function of a folder in `functions/`, with its bundle, a role and a log of its own, and alarms.
 * permissions.ts contains its permissions. The construct id of `email-outbox` is `EmailOutbox`.
 */
export class PalaisFunction<Environment> extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, name: FunctionName, shared: SharedResources, props: PalaisFunctionProps<Environment>) {
    super(
      scope,
      name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    );
    const logGroup = new LogGroup(this, "Log", { retention: RetentionDays.THREE_MONTHS });
    this.lambda = new LambdaFunction(this, "Function", {
      description: `Palais: ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: shared.code(name),
      environment: {
        ...props.environment,
        OUTGOING_HOSTS: listOutgoingHosts(name, shared.hostNames),
        ...(isOriginVerified(name) && { ORIGIN_VERIFY_SECRET_ARN: shared.resourceArns.originVerifySecretArn }),
      },
      ...(props.layers && { layers: [...props.layers] }),
      memorySize: props.memory ?? 1024,
      timeout: props.timeout ?? Duration.seconds(15),
      ...(props.concurrency && !isTrialStage(this) && { reservedConcurrentExecutions: props.concurrency }),
      role: this.#createRole(logGroup, buildPolicyStatements(name, shared.resourceArns)),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      deadLetterQueue: props.deadLetterQueue ?? shared.eventDlq,
      ...(props.deadLetterQueue && toAsyncInvocation(props.deadLetterQueue)),
      currentVersionOptions: describeVersion(props.environment, shared.tableMark),
      tracing: Tracing.ACTIVE,
    });
    // The local system finds the source and its maps by this metadata. CloudFormation ignores it.
    const resource = this.lambda.node.defaultChild as CfnFunction;
    resource.addMetadata(sourceMetadata, `functions/${name}/index.ts`);
    this.#createAlarms(shared.alarms, name, props.impact);
  }

  /** Without this role CDK attaches a managed policy that may write every log of the account. */
  #createRole(logGroup: LogGroup, statements: readonly PolicyStatement[]): Role {
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    for (const statement of statements) role.addToPolicy(statement);
    return role;
  }

  #createAlarms(alarms: Alarms, name: FunctionName, impact: string): void {
    const alarm = { impact, runbook: name };
    createAlarm(alarms, `${this.node.id}Errors`, {
      ...alarm,
      metric: this.lambda.metricErrors(),
      cause: `${name} fails`,
    });
    createAlarm(alarms, `${this.node.id}Throttles`, {
      ...alarm,
      metric: this.lambda.metricThrottles(),
      cause: `${name} is throttled`,
    });
  }
}
