import type { ApiAnswer } from "../../kit/api/client.ts";
import { useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import type { TextsDraft } from "../../kit/form/texts-field.tsx";
import { buildHref } from "../../kit/hooks/use-location.ts";
import { type ApiCaller, type ConferenceSettings, useConsoleContext } from "../console-context.ts";
import { formatPersonName, listAllDelegations } from "../labels.tsx";
import { listMissingTranslations } from "../pages/list-missing-translations.ts";
import { useTranslation } from "../translations.ts";
import type { LinkedFigure } from "./figure-list.tsx";

/** The most registrations or emails that are read to count among them. */
const maxRead = 100;

type Duplicate = Pick<ApiAnswer<"listRegistrations">["items"][number], "registrationId"> & { readonly name: string };

/** What waits and is in no row of the register, from the requests of the views that show it. */
interface OtherWork {
  readonly delegations: readonly ApiAnswer<"listDelegations">["items"][number][];
  /** Among the first registrations to review, those that resemble another one. */
  readonly duplicates: readonly Duplicate[];
  /** For the secretariat. */
  readonly emails?: { readonly count: number; readonly isLeast: boolean };
  readonly unprintable?: number;
  readonly untranslated?: number;
}

async function loadOtherWork(
  callApi: ApiCaller,
  { conferenceId, languages }: ConferenceSettings,
  canDecide: boolean,
  signal: AbortSignal,
): Promise<OtherWork> {
  const params = { conferenceId };
  const [delegations, review] = await Promise.all([
    listAllDelegations(callApi, conferenceId, signal),
    callApi("listRegistrations", { params, query: { accreditation: "pending", limit: maxRead }, signal }),
  ]);
  const duplicates = review.items
    .filter(({ possibleDuplicates = 0 }) => possibleDuplicates > 0)
    .map((each) => ({ registrationId: each.registrationId, name: formatPersonName(each) }));
  if (!canDecide) return { delegations, duplicates };
  const [emails, unprintable, page] = await Promise.all([
    callApi("listEmails", { params, query: { limit: maxRead }, signal }),
    callApi("listUnprintablePeople", { params, signal }),
    callApi("getPage", { params, signal }),
  ]);
  const texts = [page.summary, page.practical, ...page.files.map(({ title }) => title)];
  const named = texts.map((each) => ({ label: "", texts: each as TextsDraft | undefined }));
  return {
    ...{ delegations, duplicates },
    emails: { count: emails.items.length, isLeast: emails.next !== null },
    unprintable: unprintable.items.length,
    untranslated: listMissingTranslations({ texts: named, languages }).length,
  };
}

const refreshMs = 60_000;

/** The numbers of what waits outside of the register, each with the view that shows it. */
export function useOtherFigures() {
  const { t } = useTranslation();
  const { callApi, settings, canDecide } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) => loadOtherWork(callApi, settings, canDecide, signal),
    [conferenceId, callApi, canDecide],
  );
  useRefresh(reload, refreshMs);
  if (loaded.state !== "ready") return { loaded, reload, staff: [], focalPoints: [], duplicates: [] };
  const { delegations, duplicates, emails, unprintable = 0, untranslated = 0 } = loaded.value;
  const link = (key: OtherFigureKey, count: number, place: Record<string, string>): LinkedFigure => ({
    ...{ key, count, label: t(`homeView.${key}`, { count }) },
    href: buildHref({ conference: conferenceId, ...place }),
  });
  const requested = delegations.filter(({ status }) => status === "requested").length;
  const unread = delegations.filter(({ letters }) => letters.length > 0 && !letters.at(-1)?.reviewedAt).length;
  const unconfirmed = delegations.filter(({ confirmation }) => confirmation !== undefined).length;
  const staff = [
    link("delegations", requested, { view: "delegations", status: "requested" }),
    link("letters", unread, { view: "delegations" }),
    { ...link("emails", emails?.count ?? 0, { view: "emails" }), isLeast: emails?.isLeast ?? false },
    link("unprintable", unprintable, { view: "badges" }),
    link("untranslated", untranslated, { view: "settings", section: "pages" }),
  ];
  const focalPoints = [link("focalPoints", unconfirmed, { view: "delegations", unconfirmed: "yes" })];
  return { loaded, reload, staff, focalPoints, duplicates };
}

type OtherFigureKey = "delegations" | "letters" | "emails" | "unprintable" | "untranslated" | "focalPoints";
