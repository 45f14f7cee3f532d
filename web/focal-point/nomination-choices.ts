import { listRepresentedCodes } from "#shared/countries/represented-countries.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import { genders, participations } from "#shared/model/registration.ts";
import { findDefaultRole, listAssignableRoles } from "#shared/registrations/roles.rules.ts";
import type { SelectOption } from "../kit/components/fields.tsx";
import { getRoleTitle } from "../kit/form/form-values.ts";
import { getRepresentedName } from "../kit/i18n/countries.ts";
import { loadNationalityParser } from "../kit/i18n/country-search.ts";
import type { CellParsers } from "./nomination-rows.ts";
import type { OwnDelegationProps } from "./own-delegation.ts";
import type { useTranslation } from "./translations.ts";

type NominationConference = OwnDelegationProps["conference"];
type Reader = Pick<ReturnType<typeof useTranslation>, "t" | "find" | "language">;

/** The options of the columns with a fixed list: roles that a focal point may assign, ways to take part, and genders. */
export function listCellOptions(
  { roles = [] }: NominationConference,
  reader: Reader,
): Readonly<Record<string, readonly SelectOption[]>> {
  const usual = findDefaultRole(roles) ?? "";
  const assignable = listAssignableRoles(roles, "focal-point").map(({ role }) => role);
  const ordered = [usual, ...assignable.filter((role) => role !== usual)];
  return {
    role: ordered.map((value) => ({ value, label: getRoleTitle(roles, value, reader) })),
    participation: participations.map((value) => ({ value, label: reader.t(`participation.${value}`) })),
    "person.gender": [
      { value: "", label: "–" },
      ...genders.map((value) => ({ value, label: reader.t(`gender.${value}`) })),
    ],
  };
}

/** The value of the option that a text names, by its value or its label; the first option for no text. */
export function findOption(options: readonly SelectOption[], text: string): string {
  const typed = text.trim().toLowerCase();
  if (typed === "") return options[0]?.value ?? "";
  const named = options.find(({ value, label }) => [value, label.toLowerCase()].includes(typed));
  return named?.value ?? text;
}

/** Loads what turns typed countries, roles and genders into their codes. @throws Error without a network */
export async function loadCellParsers(conference: NominationConference, reader: Reader): Promise<CellParsers> {
  const parseNationality = await loadNationalityParser();
  const represented = listRepresentedCodes(conference as Pick<Conference, "countries">).map((value) => ({
    value,
    label: getRepresentedName(conference, value, reader),
  }));
  const options = Object.entries(listCellOptions(conference, reader));
  return {
    ...Object.fromEntries(options.map(([column, all]) => [column, (text: string) => findOption(all, text)])),
    "person.nationality": parseNationality,
    country: (text) => {
      const code = findOption(represented, text);
      return code === text ? parseNationality(text) : code;
    },
  };
}
