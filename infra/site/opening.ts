import { Schedule } from "aws-cdk-lib/aws-applicationautoscaling";
import type { Alias } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { noSetting } from "../parameters.ts";

/** Of the functions that an opening minute calls first, as many instances as wait for requests. */
const warmInstances: Readonly<Record<string, number>> = { conference: 50, registration: 100 };

const minutesBefore = 15;
const minutesAfter = 45;

/**
 * The time of the opening that the context names, `cdk deploy Palais -c opening=2027-03-01T09:00:00Z`, or `none`.
 * @throws Error for a context that is no time of RFC 3339 with a time zone
 */
export function readOpening(scope: Construct): string {
  const opening = String(scope.node.tryGetContext("opening") ?? noSetting);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/.test(opening);
  if (opening !== noSetting && (!isTime || Number.isNaN(Date.parse(opening))))
    throw new Error(`-c opening=${opening} is no time such as 2027-03-01T09:00:00Z`);
  return opening;
}

const toTime = (opening: string, minutes: number): Date => new Date(Date.parse(opening) + minutes * 60_000);

/** Whether no instance is kept for an opening any more. @param now in ms since 1970 */
export const isOpeningOver = (opening: string, now: number): boolean => toTime(opening, minutesAfter).getTime() <= now;

/**
 * Keeps instances of a function ready around the opening of a registration, so that the first requests wait for no cold
 * start (docs/operations.md). Without an opening nothing is kept.
 */
export function warmForOpening(scope: Construct, name: string, alias: Alias): void {
  const opening = readOpening(scope);
  const instances = warmInstances[name];
  if (opening === noSetting || instances === undefined) return;
  const at = (minutes: number) => Schedule.at(toTime(opening, minutes));
  const capacity = alias.addAutoScaling({ minCapacity: 0, maxCapacity: 0 });
  capacity.scaleOnSchedule("Warm", { schedule: at(-minutesBefore), minCapacity: instances, maxCapacity: instances });
  capacity.scaleOnSchedule("Cool", { schedule: at(minutesAfter), minCapacity: 0, maxCapacity: 0 });
}
