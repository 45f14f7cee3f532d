import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  type CfnFunction,
  type Code,
  type ILayerVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { type Route, routes } from "../shared/contract/routes.ts";
import type { Entrance } from "./entrance.ts";
import { raiseAlarm } from "./observability.ts";
import { type FunctionName, type Resources, statementsFor } from "./permissions.ts";
import { sourceMetadata } from "./sources.ts";

/** What all functions of the house share. */
export interface House {
  readonly code: (folder: FunctionName) => Code;
  readonly resources: Resources;
  readonly alarms: Topic;
  readonly entrance: Entrance;
  /** Where an event ends that a function was sent and failed at. */
  readonly undelivered: Queue;
}

export interface PalaisFunctionProps<Environment> {
  /** The folder below `functions/`; its permissions are in `permissions.ts`. */
  readonly folder: FunctionName;
  /** Exactly the variables of the function's own schema: one too few or too many doesn't compile. */
  readonly environment: Readonly<Record<keyof Environment & string, string>>;
  /** Who is hurt when it fails, as a clause: "delegates can't register". */
  readonly impact: string;
  /** In MB; the share of a processor grows with it. 1024 if nothing is said, for cold starts are bound by the processor. */
  readonly memory?: number;
  /** 15 s if nothing is said. */
  readonly timeout?: Duration;
  /** So many at a time, kept free for it and never more: where a flood would starve others, or be starved. */
  readonly concurrency?: number;
  /** What lies under `/opt` beside its bundle. */
  readonly layers?: readonly ILayerVersion[];
}

/** A Lambda function of the house: its bundle, its own role and log, and alarms that say who is hurt. */
export class PalaisFunction<Environment> extends Construct {
  readonly lambda: LambdaFunction;
  readonly #house: House;
  readonly #props: PalaisFunctionProps<Environment>;

  constructor(scope: Construct, id: string, house: House, props: PalaisFunctionProps<Environment>) {
    super(scope, id);
    this.#house = house;
    this.#props = props;
    const logGroup = new LogGroup(this, "Log", { retention: RetentionDays.THREE_MONTHS });
    this.lambda = new LambdaFunction(this, "Function", {
      description: `Palais: ${props.folder}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: house.code(props.folder),
      environment: {
        ...props.environment,
        ...(isAskedByPeople(props.folder) && { ENTRANCE_SECRETS: house.entrance.accepted }),
      },
      ...(props.layers && { layers: [...props.layers] }),
      memorySize: props.memory ?? 1024,
      timeout: props.timeout ?? Duration.seconds(15),
      ...(props.concurrency && { reservedConcurrentExecutions: props.concurrency }),
      role: this.#makeRole(logGroup),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      deadLetterQueue: house.undelivered,
      tracing: Tracing.ACTIVE,
    });
    // The local system finds the source and its maps by it; CloudFormation ignores it.
    const resource = this.lambda.node.defaultChild as CfnFunction;
    resource.addMetadata(sourceMetadata, `functions/${props.folder}/index.ts`);
    this.#raiseAlarms();
  }

  /** By hand, for the managed policy that CDK would take may write every log of the account. */
  #makeRole(logGroup: LogGroup): Role {
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    for (const statement of statementsFor(this.#props.folder, this.#house.resources)) role.addToPolicy(statement);
    return role;
  }

  #raiseAlarms(): void {
    const { impact, folder } = this.#props;
    const topic = this.#house.alarms;
    const raise = (id: string, metric: Metric, seen: string) =>
      raiseAlarm(this, id, { topic, metric, impact, because: `${folder} ${seen}`, runbook: folder });
    raise("Errors", this.lambda.metricErrors(), "fails");
    raise("Throttles", this.lambda.metricThrottles(), "is throttled");
  }
}

/** Whoever answers an address, and who is asked before, lets in what came through the site. */
const isAskedByPeople = (folder: FunctionName) =>
  folder === "authoriser" || Object.values<Route>(routes).some((route) => route.function === folder);
