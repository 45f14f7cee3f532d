import type { ComponentChildren } from "preact";
import type { DelegationStatus } from "#shared/model/delegation.ts";
import { formatFullName, type NamedRegistration } from "#shared/registrations/names.rules.ts";
import { listAllPages } from "../kit/api/client.ts";
import { useLoaded } from "../kit/api/use-loaded.ts";
import type { Tone } from "../kit/components/notices.tsx";
import { buildHref } from "../kit/hooks/use-location.ts";
import { formatDateTime } from "../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../kit/i18n/translations.tsx";
import {
  type ApiCaller,
  type ConferenceSettings,
  type StaffEmails,
  type StaffRegistration,
  useConsoleContext,
} from "./console-context.ts";
import { useTranslation } from "./translations.ts";

export interface ListedPerson extends NamedRegistration {
  readonly registrationId: string;
  readonly displayName?: string | undefined;
}

/** The name of a person in lists; the alias of a person with a protected name. */
export const formatPersonName = (listed: ListedPerson): string =>
  listed.displayName ?? (formatFullName(listed) || (listed.person.nameOnBadge ?? listed.registrationId));

export const getCategoryTitle = ({ categories }: ConferenceSettings, name: string, language: string): string => {
  const found = categories.find(({ category }) => category === name);
  return found ? getLocalizedText(found.title, language) : name;
};

export type DelegationNames = ReadonlyMap<string, string>;

/** @returns a function that gives the display name of a pool */
export function usePoolLabel(names?: DelegationNames): (pool: string) => string {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  return (pool) => {
    const [kind = "", id = ""] = pool.split(":");
    if (kind === "category") return getCategoryTitle(settings, id, language);
    if (kind === "delegation") return names?.get(id) ?? t("poolName.delegation");
    const session = settings.sessions.find(({ sessionId }) => sessionId === id);
    return kind === "session" && session ? getLocalizedText(session.title, language) : t("poolName.venue");
  };
}

/** A link to a registration in the queue. */
export function RegistrationLink({ id, children }: { readonly id: string; readonly children: ComponentChildren }) {
  const { conferenceId } = useConsoleContext().settings;
  return (
    <a href={buildHref({ conference: conferenceId, view: "queue", registration: id })}>
      <bdi>{children}</bdi>
    </a>
  );
}

/** A time in the time zone of the conference. */
export function useTimeFormat(): (time: string) => string {
  const { language } = useTranslation();
  const { timeZone } = useConsoleContext().settings;
  return (time) => formatDateTime(time, timeZone, language);
}

export const accreditationTones: Readonly<Partial<Record<StaffRegistration["accreditation"], Tone>>> = {
  pending: "info",
  approved: "success",
  returned: "warning",
  rejected: "danger",
  revoked: "danger",
};

export const seatTones: Readonly<Partial<Record<StaffRegistration["seat"], Tone>>> = {
  held: "success",
  waiting: "warning",
  offered: "info",
};

export const delegationStatusTones: Readonly<Record<DelegationStatus, Tone>> = {
  requested: "warning",
  accredited: "success",
  refused: "danger",
};

/** More delegations than any conference has. */
const maxDelegations = 1_000;

export const listAllDelegations = (callApi: ApiCaller, conferenceId: string, signal: AbortSignal) =>
  listAllPages(
    (cursor) => callApi("listDelegations", { params: { conferenceId }, query: { limit: 100, cursor }, signal }),
    maxDelegations,
  );

/** The names of the delegations by their identifiers; empty until loaded. */
export function useDelegationNames(language: string): DelegationNames {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded } = useLoaded((signal) => listAllDelegations(callApi, conferenceId, signal), [conferenceId, callApi]);
  const all = loaded.state === "ready" ? loaded.value : [];
  return new Map(all.map(({ delegationId, name }) => [delegationId, getLocalizedText(name, language)]));
}

/**
 * Registers the signed-in staff member once, then lists all staff; empty until loaded.
 * @param conferenceId undefined if the account may not list the staff: only the own address is known
 */
export function useStaffEmails(callApi: ApiCaller, conferenceId: string | undefined): StaffEmails {
  const registered = useLoaded(() => callApi("registerStaffMember", {}), []).loaded;
  const { loaded } = useLoaded(async () => {
    if (conferenceId === undefined || registered.state === "loading") return [];
    return (await callApi("listStaff", { params: { conferenceId } })).items;
  }, [callApi, conferenceId, registered.state]);
  const own = registered.state === "ready" ? [registered.value] : [];
  const listed = loaded.state === "ready" ? loaded.value : [];
  return new Map([...own, ...listed].map(({ id, email }) => [id, email]));
}

/** A staff member by email address; by identifier if never registered; as one of the staff for those who may not list them. */
export function StaffMember({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { staffEmails, canDecide } = useConsoleContext();
  const email = staffEmails.get(id);
  if (email) return <bdi dir="ltr">{email}</bdi>;
  return canDecide ? <code>{id}</code> : t("actor.staff");
}
