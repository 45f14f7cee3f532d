import type { Conference, RepresentedCountry } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { isState, stateCodes } from "./countries.ts";

type ConferenceCountries = Pick<Conference, "countries">;

/** The conference's own list, if it has one. */
const getOwnCountries = ({ countries }: ConferenceCountries): readonly RepresentedCountry[] | undefined =>
  typeof countries === "object" ? countries : undefined;

/** The entry of the conference's own list for a code. */
export const findOwnCountry = (conference: ConferenceCountries, code: string): RepresentedCountry | undefined =>
  getOwnCountries(conference)?.find((each) => each.code === code);

/** The codes that a person or a delegation can represent: those of the conference's list, or the States. */
export const listRepresentedCodes = (conference: ConferenceCountries): readonly string[] =>
  getOwnCountries(conference)?.map(({ code }) => code) ?? stateCodes;

/** Whether a person or a delegation can represent a code at the conference. */
export const canBeRepresented = (conference: ConferenceCountries, code: string): boolean =>
  getOwnCountries(conference) ? findOwnCountry(conference, code) !== undefined : isState(code);

/**
 * @param before the stored code, which stays valid if the conference's list changes
 * @throws DomainError `invalid-request` at `country` for a code that cannot be represented at the conference
 */
export function assertCanBeRepresented(
  conference: ConferenceCountries,
  code: string | undefined,
  before?: string,
): void {
  if (code === undefined || code === before || canBeRepresented(conference, code)) return;
  throw new DomainError("invalid-request", [{ path: "country", rule: "notRepresented" }]);
}
