import type { GateListPage } from "#shared/check-in/offline-scan.rules.ts";

/** The name of the conference in the tokens of badges. */
export const testConferenceTag = "00c0ffee";

/** A page of a gate list as the API answers it for `aConference`, with what `more` says. */
export const buildGateListPage = (more: Partial<GateListPage> = {}): GateListPage => ({
  conferenceTag: testConferenceTag,
  timeZone: "Europe/Zurich",
  seatedSessions: [],
  items: [],
  presences: [],
  delegations: [],
  ...more,
});
