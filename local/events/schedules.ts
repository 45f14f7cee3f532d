import type { LocalContext } from "../context.ts";
import { describeError, StartError } from "../errors.ts";
import type { LocalFunction } from "../functions/local-function.ts";
import type { LocalFunctions } from "../functions/local-functions.ts";
import { listResources } from "../template/resources.ts";

export interface LocalSchedule {
  readonly name: string;
  stop(): void;
}

/** Starts the enabled schedules of the template, one for each target. */
export function runSchedules({ stack, scope, runner }: LocalContext, functions: LocalFunctions): LocalSchedule[] {
  return listResources("AWS::Events::Rule", stack.template, scope).flatMap(({ logicalId: name, properties }) => {
    const { ScheduleExpression, State, Targets } = properties;
    if (!ScheduleExpression || State !== "ENABLED") return [];
    const intervalMs = parseRate(ScheduleExpression);
    return Targets.map(({ Arn, Input }) =>
      startSchedule(name, intervalMs, functions.find(Arn), JSON.parse(Input ?? "{}"), runner.log),
    );
  });
}

/** Invokes the target at once, because runs may have been missed while the system was stopped, and then at its rate. */
function startSchedule(
  name: string,
  intervalMs: number,
  target: LocalFunction,
  input: unknown,
  log: (text: string) => void,
): LocalSchedule {
  let isStopped = false;
  const run = () =>
    target.invoke(input).catch((error) => {
      if (!isStopped) log(`${name}: ${describeError(error)}`);
    });
  void run();
  const timer = setInterval(() => void run(), intervalMs);
  return {
    name,
    stop: () => {
      isStopped = true;
      clearInterval(timer);
    },
  };
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** @returns the interval of `rate(5 minutes)` in ms @throws StartError for another kind of schedule */
function parseRate(expression: string): number {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const ms = Number(count) * (unitMs[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new StartError(`The local system doesn't support the schedule ${expression}. It supports rate(…) only.`);
}
