import "../kit/kit.css";
import "./console.css";
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import { isNotAllowed, listAllConferences } from "../kit/api/client.ts";
import { useLastLoaded, useLoaded, useRefresh } from "../kit/api/use-loaded.ts";
import { LoadNotice } from "../kit/components/notices.tsx";
import { PageShell } from "../kit/components/page-shell.tsx";
import { buildHref, useLocation } from "../kit/hooks/use-location.ts";
import { formatDayRange } from "../kit/i18n/format-dates.ts";
import { getLocalizedText, useDocumentTitle } from "../kit/i18n/translations.tsx";
import type { SignedInStaff } from "../kit/session/staff-session.ts";
import { NoAccessNotice, RequireStaff, type SignOutHandler } from "../kit/session/staff-sign-in.tsx";
import { AccountMenu } from "./account-menu.tsx";
import {
  type ApiCaller,
  type ConferenceSettings,
  ConsoleContext,
  type FeedPage,
  useApiCaller,
  useConsoleContext,
} from "./console-context.ts";
import { DamagedNotice } from "./damaged-notice.tsx";
import { DeferredBar } from "./deferred/deferred-bar.tsx";
import { useDeferredDecisions } from "./deferred/use-deferred-decisions.ts";
import { useStaffEmails } from "./labels.tsx";
import { mountPage, useTranslation } from "./translations.ts";
import { CopyConference, NewConference, viewComponents } from "./view-parts.ts";
import { type ConsoleView, consoleViews } from "./views.ts";

/** The views of reviewers. */
const reviewerViews: readonly ConsoleView[] = [
  "home",
  "queue",
  "register",
  "capacity",
  "statistics",
  "attendance",
  "delegations",
];

interface ConsoleHeaderProps {
  readonly view: ConsoleView;
  readonly signOut: SignOutHandler;
  readonly onSessionOver: () => void;
}

/** The header of a conference: title, views and account. */
function ConsoleHeader({ view, signOut, onSessionOver }: ConsoleHeaderProps) {
  const { t, language } = useTranslation();
  const { settings, canDecide, email } = useConsoleContext();
  const { conferenceId, title } = settings;
  const tab = view === "badge-design" ? "badges" : view;
  return (
    <header class="office-head">
      <p class="office-title">
        <a href={buildHref({ view: "all" })}>{t("console.all")}</a> <span class="soft">/</span>{" "}
        <bdi>{getLocalizedText(title, language)}</bdi>
      </p>
      <AccountMenu {...{ email, signOut, onSessionOver }} />
      <nav aria-label={t("nav.label")}>
        <ul class="tabs">
          {consoleViews
            .filter((each) => each !== "badge-design" && (canDecide || reviewerViews.includes(each)))
            .map((each) => (
              <li key={each}>
                <a
                  href={buildHref({ conference: conferenceId, view: each })}
                  aria-current={each === tab ? "page" : undefined}
                >
                  {t(`nav.${each}`)}
                </a>
              </li>
            ))}
        </ul>
      </nav>
    </header>
  );
}

interface ConferenceListProps {
  readonly all: readonly ConferenceSettings[];
  /** The identifiers of those whose records are damaged. */
  readonly damaged: readonly string[];
  readonly isNew: boolean;
  /** The conference that is copied. */
  readonly copied: ConferenceSettings | undefined;
  readonly reload: () => void;
  readonly session: SignedInStaff;
  readonly signOut: SignOutHandler;
  readonly onSessionOver: () => void;
  readonly context: { readonly callApi: ApiCaller; readonly setSettings: (settings: ConferenceSettings) => void };
}

/** The list of conferences, the latest first. */
function ConferenceList(props: ConferenceListProps) {
  const { all, damaged, isNew, copied, reload, session, signOut, onSessionOver, context } = props;
  const { t, language } = useTranslation();
  const sorted = all.toSorted((a, b) => (a.startsOn < b.startsOn ? 1 : -1));
  const canCreate = session.groups.includes("secretariat");
  return (
    <div class="stack-wide">
      <AccountMenu email={session.email} {...{ signOut, onSessionOver }} />
      {isNew && canCreate && <NewConference newConference={context} />}
      {copied && canCreate && (
        <CopyConference settings={copied} email={session.email} callApi={context.callApi} reload={reload} />
      )}
      {!(canCreate && (isNew || copied)) && (
        <div class="sheet stack">
          <h1>{t("console.title")}</h1>
          <DamagedNotice ids={damaged} />
          {all.length + damaged.length === 0 && <p class="soft">{t("console.none")}</p>}
          <ul class="plain-list conferences">
            {sorted.map(({ conferenceId, title, startsOn, endsOn, venue }) => (
              <li key={conferenceId}>
                <a href={buildHref({ conference: conferenceId, view: "home" })}>
                  <bdi>{getLocalizedText(title, language)}</bdi>
                </a>
                <span class="soft small">
                  {formatDayRange(startsOn, endsOn, language)} · <bdi>{venue.city}</bdi>
                </span>
              </li>
            ))}
          </ul>
          {canCreate && (
            <p>
              <a class="button secondary" href={buildHref({ view: "new" })}>
                {t("console.new")}
              </a>
            </p>
          )}
        </div>
      )}
    </div>
  );
}

/** The views that show the rows of the register. */
const feedViews: readonly ConsoleView[] = ["home", "register", "letters"];

/**
 * Asks for the first page of the feed when the console opens with a view that shows it.
 * @returns a function that takes the page, once
 */
function useFirstFeedPage(callApi: ApiCaller, conferenceId: string | undefined, view: ConsoleView) {
  const asked = useRef<{ readonly conferenceId: string; readonly page: Promise<FeedPage> }>(undefined);
  useEffect(() => {
    if (conferenceId === undefined || !feedViews.includes(view)) return;
    const page = callApi("getRegistrationFeed", { params: { conferenceId } });
    // The view that takes the page shows a failure.
    page.catch(() => undefined);
    asked.current = { conferenceId, page };
  }, []);
  return useCallback((wanted: string) => {
    const { current } = asked;
    asked.current = undefined;
    return current?.conferenceId === wanted ? current.page : undefined;
  }, []);
}

/** The groups with tasks in the console. */
const hasConsoleGroup = (groups: readonly string[]) => groups.includes("secretariat") || groups.includes("reviewer");

interface ConferenceConsoleProps {
  readonly session: SignedInStaff;
  readonly signOut: SignOutHandler;
  readonly onSessionOver: () => void;
}

/** The console after sign-in: the list of conferences, or the view of a conference from the address. */
function ConferenceConsole({ session, signOut, onSessionOver }: ConferenceConsoleProps) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { callApi, fetchFile } = useApiCaller(language, onSessionOver);
  const pageLocation = useLocation(["conference", "view", "copy"]);
  const view = consoleViews.find((each) => each === pageLocation["view"]) ?? "home";
  const hasConference = pageLocation["conference"] !== undefined;
  // The view and its rows arrive while the conferences are asked for.
  useEffect(() => {
    if (hasConference) viewComponents[view].preload(language);
  }, []);
  const takeFirstFeedPage = useFirstFeedPage(callApi, pageLocation["conference"], view);
  const {
    loaded,
    reload,
    set: setAll,
  } = useLoaded((signal) => listAllConferences((query) => callApi("listConferences", { query, signal })), [callApi]);
  useRefresh(reload);
  // A failed refresh does not close the view, which can contain form input.
  const listed = useLastLoaded(loaded);
  const { groups = {}, damaged = [] } = listed ?? {};
  const all = (listed?.items ?? []).filter(({ conferenceId }) => hasConsoleGroup(groups[conferenceId] ?? []));
  const settings = all.find(({ conferenceId }) => conferenceId === pageLocation["conference"]);
  const canDecide = settings !== undefined && groups[settings.conferenceId]?.includes("secretariat") === true;
  // Only one conference is kept in memory.
  const keptFeed = useMemo((): { current: object | undefined } => ({ current: undefined }), [settings?.conferenceId]);
  const deferred = useDeferredDecisions(callApi, settings?.conferenceId);
  const staffEmails = useStaffEmails(callApi, canDecide ? settings.conferenceId : undefined);
  useDocumentTitle(
    settings ? `${t(`nav.${view}`)} · ${getLocalizedText(settings.title, language)}` : t("console.title"),
  );
  const isRefused = loaded.state === "failed" && isNotAllowed(loaded.error);
  if (isRefused || (listed && all.length + damaged.length === 0 && !hasConsoleGroup(session.groups)))
    return <NoAccessNotice {...{ reader, signOut }} />;
  if (!listed) return <LoadNotice {...{ loaded, reload, t }} />;
  const setSettings = (changed: ConferenceSettings) => {
    const { conferenceId } = changed;
    setAll({
      damaged,
      items: [...all.filter((each) => each.conferenceId !== conferenceId), changed],
      // The creator of a conference is of its secretariat.
      groups: { [conferenceId]: ["secretariat"], ...groups },
    });
  };
  const context = { callApi, fetchFile, email: session.email, staffEmails, setSettings, reloadSettings: reload };
  /** What fails is shown before the session ends: a second press ends it. */
  const finishAndSignOut: SignOutHandler = async (everywhere) => {
    if (await deferred.carryOutAll()) signOut(everywhere);
  };
  if (!settings)
    return (
      <>
        <ConferenceList
          {...{ all, damaged, session, onSessionOver, context, reload }}
          signOut={finishAndSignOut}
          isNew={pageLocation["view"] === "new"}
          copied={all.find(({ conferenceId }) => conferenceId === pageLocation["copy"])}
        />
        <DeferredBar deferred={deferred} />
      </>
    );
  const View = viewComponents[view];
  return (
    <ConsoleContext.Provider value={{ ...context, settings, canDecide, keptFeed, deferred, takeFirstFeedPage }}>
      <ConsoleHeader {...{ view, onSessionOver }} signOut={finishAndSignOut} />
      <View key={`${settings.conferenceId} ${view}`} />
      <DeferredBar deferred={deferred} />
    </ConsoleContext.Provider>
  );
}

/** The page of the secretariat. A reviewer sees fewer views and proposes decisions. */
function ConsolePage() {
  const reader = useTranslation();
  return (
    <PageShell reader={reader} home="/console" wide>
      <RequireStaff reader={reader}>
        {(session, signOut, onSessionOver) => <ConferenceConsole {...{ session, signOut, onSessionOver }} />}
      </RequireStaff>
    </PageShell>
  );
}

mountPage(ConsolePage);
