import { Schedule } from "aws-cdk-lib/aws-applicationautoscaling";
import type { Alias } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

/** Of the functions that an opening minute calls first, as many instances as wait for requests. */
const warmInstances: Readonly<Record<string, number>> = { conference: 50, registration: 100 };

const minutesBefore = 15;
const minutesAfter = 45;

/**
 * Keeps instances of a function ready around the opening of a registration, so that the first requests wait for no cold
 * start: `cdk deploy Palais -c opening=2027-03-01T09:00:00Z` (docs/operations.md). Without the context nothing is kept.
 * @throws Error for a context that is no time of RFC 3339 with a time zone
 */
export function warmForOpening(scope: Construct, name: string, alias: Alias): void {
  const opening: unknown = scope.node.tryGetContext("opening");
  const instances = warmInstances[name];
  if (opening === undefined || instances === undefined) return;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/.test(String(opening))
    ? Date.parse(String(opening))
    : Number.NaN;
  if (Number.isNaN(time)) throw new Error(`-c opening=${opening} is no time such as 2027-03-01T09:00:00Z`);
  const at = (minutes: number) => Schedule.at(new Date(time + minutes * 60_000));
  const capacity = alias.addAutoScaling({ minCapacity: 0, maxCapacity: 0 });
  capacity.scaleOnSchedule("Warm", { schedule: at(-minutesBefore), minCapacity: instances, maxCapacity: instances });
  capacity.scaleOnSchedule("Cool", { schedule: at(minutesAfter), minCapacity: 0, maxCapacity: 0 });
}
