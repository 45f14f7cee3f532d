import { type BadgeSigner, conferenceTag } from "#shared/badge/token.ts";
import type { GateBadge } from "#shared/domain/entry/badge.ts";
import { rulesOf } from "#shared/domain/entry/judge.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { accessView } from "#shared/http/views.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { readGatePage } from "#shared/store/gate-list.ts";
import { GatePosition } from "#shared/store/gate-position.ts";
import type { Table } from "#shared/store/table.ts";

/** What a gate needs offline: everything, or what changed since it asked the last time. */
export const readGateList =
  (table: Table, signer: BadgeSigner): Handler<"readGateList"> =>
  async ({ params: { conferenceId }, query, caller, access, now: at }) => {
    const conference = await loadConference(table, conferenceId);
    mustBeStaff(conference, { caller, access });
    const [since, from] = [GatePosition.read(query.since), GatePosition.read(query.cursor)];
    const { badges, presences, doors, position } = await readGatePage(table, conferenceId, since, from);
    const { timeZone, seatedSessions } = rulesOf(conference);
    return {
      conferenceId,
      conferenceTag: await conferenceTag(conferenceId),
      at,
      timeZone,
      seatedSessions: [...seatedSessions],
      keys: [await signer.publishedKey()],
      items: badges.map(badgeView),
      presences: [...presences],
      delegations: [...doors],
      since: position.isComplete ? position.toString() : null,
      next: position.isComplete ? null : position.toString(),
    };
  };

const badgeView = ({ access, sessions, ...badge }: GateBadge) => ({
  ...badge,
  ...(access && { access: accessView(access) }),
  ...(sessions && { sessions: [...sessions] }),
});
