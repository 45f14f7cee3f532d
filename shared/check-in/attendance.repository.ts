import { buckets, gateRows, lists } from "#shared/dynamodb/keys.ts";
import { type Deadline, type Item, queryItems, type Table } from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { AttendanceEvent, AttendanceHistory } from "./attendance.rules.ts";
import { parseCheckInEvent, parseGateBadge } from "./check-in.repository.ts";

/**
 * The badges and check-in events of a conference. Reads at half the cost of the consistent ones of the gates, which may
 * be at work meanwhile: the last second may be missing.
 * @throws DomainError `too-busy` at the deadline
 */
export async function loadAttendanceHistory(
  table: Table,
  conferenceId: string,
  deadline: Deadline,
): Promise<AttendanceHistory> {
  const readRows = async <Row>(prefix: string, parse: (item: Item) => Row): Promise<Row[]> => {
    const rows = buckets.map(async (bucket) => {
      const read: Row[] = [];
      for await (const item of queryItems(table, { partition: lists.gate(conferenceId, bucket), prefix })) {
        if (Date.now() > deadline) throw new DomainError("too-busy");
        read.push(parse(item));
      }
      return read;
    });
    return (await Promise.all(rows)).flat();
  };
  const [badges, events] = await Promise.all([
    readRows(gateRows.badge, parseGateBadge),
    readRows(gateRows.checkInEvent, parseAttendanceEvent),
  ]);
  return { badges, events };
}

/** A conference has hundreds of thousands of events, so only what is counted stays in memory. */
function parseAttendanceEvent(item: Item): AttendanceEvent {
  const { registrationId, place, direction, at, scanId } = parseCheckInEvent(item);
  return { registrationId, place, direction, at, scanId };
}
