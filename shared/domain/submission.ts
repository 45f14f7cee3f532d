import { changeOf, type Occasion, resubmitted } from "./accreditation.ts";
import type { Change } from "./change.ts";
import { type Conference, categoryOf, registrationState } from "./conference.ts";
import { Refusal } from "./refusal.ts";
import type { Registration } from "./registration.ts";
import { noSeat } from "./seat.ts";
import { askForSeat, type Pools } from "./seats.ts";

/** What the form brings: everything of a registration that the person gives. */
export type Application = Pick<
  Registration,
  "category" | "person" | "country" | "organization" | "functionTitle" | "role" | "language" | "needs" | "consent"
> & { readonly sessions: readonly string[] };

/** An empty place in the journey: what a registration is before any rule has spoken. */
function newRegistration(
  conference: Conference,
  application: Application,
  registrationId: string,
  at: string,
): Registration {
  const { sessions, ...given } = application;
  return {
    ...given,
    registrationId,
    conferenceId: conference.conferenceId,
    version: 0,
    submittedAt: at,
    accreditation: { state: "pending", since: at },
    seat: noSeat,
    sessions: sessions.map((sessionId) => ({ sessionId, seat: noSeat })),
    waitingFor: [],
    badgeSerial: 0,
    places: {},
  };
}

/** @throws Refusal `invalid-request` at each session the conference doesn't have. */
function knowSessions(conference: Conference, sessions: readonly string[]): void {
  const known = new Set(conference.sessions.map(({ sessionId }) => sessionId));
  const faults = sessions.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `sessions.${index}`, rule: "unknownSession" }],
  );
  if (faults.length > 0) throw new Refusal("invalid-request", faults);
}

/**
 * A person applies through the form.
 * @throws Refusal `registration-closed` outside the window; `invalid-request` for a category or session that this
 * conference doesn't offer; `full` where no seat is left and the conference keeps no waiting list.
 */
export function submit(
  conference: Conference,
  pools: Pools,
  application: Application,
  registrationId: string,
  { actor, at }: Occasion,
): Change {
  if (actor.kind !== "staff") mayRegister(conference, application, at);
  categoryOf(conference, application.category);
  knowSessions(conference, application.sessions);
  const asking = newRegistration(conference, application, registrationId, at);
  const after = conference.seatTakenAt === "submission" ? askForSeat(conference, pools, asking, at) : asking;
  return changeOf(undefined, after, "submit", { actor, at });
}

function mayRegister(conference: Conference, { category }: Application, at: string): void {
  if (registrationState(conference, at) === "closed") throw new Refusal("registration-closed");
  if (categoryOf(conference, category).selfRegistration) return;
  throw new Refusal("invalid-request", [{ path: "category", rule: "notSelfRegistration" }]);
}

/** The data of a registration that its owner may correct; category and address stay, for they hold seat and guard. */
export type Amendment = Partial<
  Pick<Registration, "country" | "organization" | "functionTitle" | "role" | "language" | "needs" | "consent">
> & { readonly person?: Partial<Omit<Registration["person"], "email">> };

/** The paths an amendment touches, as they are marked on a returned registration. */
function touchedPaths({ person, ...rest }: Amendment): string[] {
  return [...Object.keys(rest), ...Object.keys(person ?? {}).map((key) => `person.${key}`)];
}

/** @throws Refusal `invalid-request` at each field that the officer didn't mark. */
function onlyMarked(amendment: Amendment, marked: readonly string[]): void {
  const open = (path: string) => marked.some((field) => path === field || path.startsWith(`${field}.`));
  const faults = touchedPaths(amendment).filter((path) => !open(path));
  if (marked.length > 0 && faults.length > 0) {
    throw new Refusal(
      "invalid-request",
      faults.map((path) => ({ path, rule: "notMarked" })),
    );
  }
}

/**
 * The delegate corrects their data. On a returned registration only the marked fields, and it goes back to review;
 * an approved one keeps its data, for the badge and the credential letter vouch for it.
 * @throws Refusal `wrong-state`; `invalid-request` for a field that isn't marked, or a person left without a name.
 */
export function amend(before: Registration, amendment: Amendment, { actor, at }: Occasion): Change {
  const { state } = before.accreditation;
  if (state !== "pending" && state !== "returned") throw new Refusal("wrong-state");
  const person = { ...before.person, ...amendment.person };
  const amended: Registration = { ...before, ...amendment, person };
  if (state === "pending") return changeOf(before, amended, "amend", { actor, at });
  onlyMarked(amendment, before.accreditation.fields);
  return changeOf(before, { ...amended, accreditation: resubmitted(before, at) }, "resubmit", { actor, at });
}
