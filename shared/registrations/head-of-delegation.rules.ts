import type { Change, EmailIntent } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { reissueDocuments } from "./issued-documents.rules.ts";

/** The former head learns that the role passed on, with the next badge if the role stands on theirs. */
const toEmail = (before: Registration, { registrationId, badgeSerial: serial }: Registration): EmailIntent =>
  serial === before.badgeSerial
    ? { kind: "head-replaced", registrationId }
    : { kind: "head-replaced", registrationId, serial };

/**
 * Completes the change that makes a person head of delegation: the present heads become delegates, and a confirmed one
 * receives the next badge.
 * @param notify whether the former heads are told by e-mail
 */
export function handOverRole(change: Change, heads: readonly Registration[], notify = true): Change {
  const handOvers = heads.map((before) => ({
    before,
    after: reissueDocuments(before, { ...before, role: "delegate" }, change.at),
  }));
  return {
    ...change,
    registrations: [...change.registrations, ...handOvers],
    emails: [...change.emails, ...(notify ? handOvers.map(({ before, after }) => toEmail(before, after)) : [])],
  };
}
