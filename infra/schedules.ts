import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Functions } from "./functions.ts";

/** Every minute, each consumer of the stream looks for what an event missed; one that fails is followed by the next. */
export function addSweeps(scope: Construct, functions: Functions): void {
  for (const [id, lambda] of [
    ["OutboxSweep", functions.outbox],
    ["WaitingListSweep", functions["waiting-list"]],
    ["ImportSweep", functions["import-run"]],
  ] as const) {
    new Rule(scope, id, {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [
        new LambdaFunction(lambda, {
          event: RuleTargetInput.fromObject({ sweep: true }),
          maxEventAge: Duration.minutes(1),
          retryAttempts: 0,
        }),
      ],
    });
  }
}
