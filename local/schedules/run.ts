import type { Context } from "../context.ts";
import type { Functions } from "../functions/run.ts";
import { resourcesOf } from "../template/resources.ts";
import { LocalSchedule, readRate } from "./schedule.ts";

/** Starts the schedules of the template: a rule that is enabled, for each of its targets. */
export function runSchedules({ stack, scope, house }: Context, functions: Functions): LocalSchedule[] {
  const rules = resourcesOf("AWS::Events::Rule", stack.template, scope).flatMap(({ logicalId, properties }) => {
    const { ScheduleExpression, State } = properties;
    return ScheduleExpression && State === "ENABLED" ? [{ logicalId, properties, ScheduleExpression }] : [];
  });
  const schedules = rules.flatMap(({ logicalId, properties, ScheduleExpression }) =>
    properties.Targets.map(({ Arn, Input }) => {
      const input: unknown = JSON.parse(Input ?? "{}");
      const settings = {
        name: logicalId,
        everyMs: readRate(ScheduleExpression),
        target: functions.find(Arn),
        input,
      };
      return new LocalSchedule(settings, house.remark);
    }),
  );
  for (const schedule of schedules) schedule.start();
  return schedules;
}
