import { requirements } from "#shared/model/conference.ts";
import type { CountQuery } from "../register/engine/register-engine.ts";
import { formatRangeValue } from "../register/engine/time-range.ts";

export type Filters = CountQuery["filters"];

/** A number of registrations, which opens the register with exactly these. */
export interface Figure<Key extends string = string> {
  readonly key: Key;
  readonly filters: Filters;
}

const figure = <Key extends string>(key: Key, filters: Filters): Figure<Key> => ({ key, filters });

/** The accreditations of people who can still come. */
const live = ["pending", "approved", "returned"];

/** What waits for staff. */
export const staffFigures = [
  figure("pending", { accreditation: ["pending"] }),
  figure("corrected", { accreditation: ["pending"], flags: ["corrected"] }),
  figure("visa", { accreditation: ["pending"], flags: ["visa-letter"] }),
  figure("lettersToIssue", { accreditation: ["approved"], seat: ["held"], visaLetter: ["requested"] }),
  figure("changeRequested", { flags: ["change-requested"] }),
  figure("clash", { accreditation: live, flags: ["clash"] }),
  figure("bounced", { accreditation: live, flags: ["bounced"] }),
] as const;

/** What waits for the registered people, and for a seat. */
export const peopleFigures = [
  figure("returned", { accreditation: ["returned"] }),
  figure("offered", { seat: ["offered"] }),
  figure("missing", { accreditation: live, missing: [...requirements] }),
  figure("waiting", { seat: ["waiting"] }),
] as const;

/** What waits for focal points. */
export const focalPointFigures = [
  figure("unconfirmed", { accreditation: live, flags: ["delegation-requested"] }),
] as const;

export const pendingByCategory: Figure = staffFigures[0];

/** What has changed since a time, by the state that each registration has now. @param since RFC 3339, UTC */
export function listChangeFigures(since: string) {
  const range = [formatRangeValue({ from: since })];
  const changed = (accreditation: string) => ({ accreditation: [accreditation], accreditationSince: range });
  return [
    figure("new", { submittedAt: range }),
    figure("corrected", { ...changed("pending"), flags: ["corrected"] }),
    figure("approved", changed("approved")),
    figure("returned", changed("returned")),
    figure("rejected", changed("rejected")),
    figure("revoked", changed("revoked")),
    figure("withdrawn", changed("withdrawn")),
  ] as const;
}

const seated = ["held", "offered"];

/** Those who hold or were offered a seat of a pool: all that count in it. Pools of delegations are not on the home. */
export function getSeatedFilters(pool: string): Filters {
  const [kind, id = ""] = pool.split(":");
  if (kind === "session") return { sessions: seated.map((seat) => `${id} ${seat}`) };
  return { seat: seated, ...(kind === "category" && { category: [id] }) };
}
