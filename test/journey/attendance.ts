import type * as z from "zod/mini";
import type { ScanRecord } from "#shared/check-in/check-in.repository.ts";
import type { attendanceResponse } from "#shared/check-in/contract.ts";
import { getString, parseData, scanItems } from "#shared/dynamodb/table.ts";
import type { ConferenceDesk } from "./conference.ts";
import type { AttendanceEvidence } from "./evidence.ts";

type Attendance = z.infer<typeof attendanceResponse>;

/** The number of scans of a day on the way in and out, and of the people who came in. */
interface DayCount {
  readonly day: string;
  readonly attended: number;
  readonly entries: number;
  readonly exits: number;
}

/**
 * Compares the attendance with the verdicts that the gates gave: these are stored with the scans, and the attendance
 * follows from the check-in events.
 */
export async function observeAttendance(desk: ConferenceDesk): Promise<AttendanceEvidence> {
  const { total, ...counted } = await desk.journey.client.sendSuccessfully<Attendance>("getAttendance", {
    ...desk.here,
    query: { by: "day" },
  });
  if (counted.by !== "day") throw new Error("attendance by another dimension");
  const days = counted.items.flatMap(({ day, attended, entries, exits }) =>
    entries + exits > 0 ? [{ day, attended, entries, exits }] : [],
  );
  const admitted = await listAdmittedScans(desk);
  const entered = admitted.filter(({ direction }) => direction === "in");
  const confirmed = (await desk.listRegistrations({ accreditation: "approved", seat: "held" })).map(
    ({ registrationId }) => registrationId,
  );
  const came = new Set(entered.map(({ registrationId }) => registrationId));
  const absent = confirmed.filter((each) => !came.has(each));
  return {
    counted: { ...total, days },
    byVerdicts: {
      ...{ confirmed: confirmed.length, attended: came.size, noShows: absent.length },
      days: countDays(admitted, desk.body.timeZone),
    },
  };
}

async function listAdmittedScans({ conferenceId, journey }: ConferenceDesk): Promise<ScanRecord[]> {
  const scans: ScanRecord[] = [];
  for await (const item of scanItems(journey.system.table))
    if (getString(item, "PK").startsWith(`SCAN#${conferenceId}#`)) scans.push(parseData<ScanRecord>(item));
  return scans.filter(({ verdict }) => verdict.verdict === "admit");
}

/** The days by the clock on the wall of the venue, where they end at four in the morning. */
function countDays(scans: readonly ScanRecord[], timeZone: string): DayCount[] {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const byDay = Map.groupBy(scans, ({ at }) => format.format(Date.parse(at) - 4 * 3_600_000));
  return [...byDay]
    .map(([day, passed]) => {
      const entered = passed.filter(({ direction }) => direction === "in");
      const people = new Set(entered.map(({ registrationId }) => registrationId));
      return { day, attended: people.size, entries: entered.length, exits: passed.length - entered.length };
    })
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}
