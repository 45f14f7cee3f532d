import "../kit/kit.css";
import { useEffect, useState } from "preact/hooks";
import { BrandingContext, useBranding } from "../kit/branding/use-branding.ts";
import { Button } from "../kit/components/button.tsx";
import { PageShell } from "../kit/components/page-shell.tsx";
import { useLazyComponent } from "../kit/hooks/use-lazy-component.ts";
import { navigate, replaceLocation, useLocation } from "../kit/hooks/use-location.ts";
import { useDocumentTitle } from "../kit/i18n/translations.tsx";
import {
  endSession,
  expireSession,
  findEndedConference,
  findSession,
  type LinkSession,
  takeReturnPath,
} from "../kit/session/delegate-session.ts";
import { SessionOver } from "../kit/session/session-over.tsx";
import { ApplicationForm } from "./application/application-form.tsx";
import { ConferencePage, type PublicConference } from "./conference.tsx";
import { useIndexable } from "./page/use-indexable.ts";
import { SignInConfirmation } from "./sign-in.tsx";
import { mountPage, useTranslation } from "./translations.ts";

/** Shown if the address contains no conference. */
function HomePage() {
  const { t } = useTranslation();
  const List = useLazyComponent(() => import("./page/public-conferences.tsx").then((part) => part.PublicConferences));
  useDocumentTitle(t("home.title"));
  return (
    <div class="stack-wide">
      <div class="sheet stack-wide">
        <h1>{t("home.title")}</h1>
        <p>{t("home.lead")}</p>
        <ul>
          <li>{t("home.invitation")}</li>
          <li>{t("home.registered")}</li>
        </ul>
        <nav class="row small" aria-label={t("home.staff")}>
          <a href="/console">{t("home.console")}</a>
          <a href="/desk">{t("home.desk")}</a>
        </nav>
      </div>
      {List && <List />}
    </div>
  );
}

/** The delegate page: a conference, its form, and the status of the person's registrations. */
function DelegatePage() {
  const reader = useTranslation();
  const { t } = reader;
  const [session, setSession] = useState(findSession);
  const pageLocation = useLocation();
  const signOut = () => {
    endSession();
    setSession(undefined);
    replaceLocation({});
  };
  const tools = session && (
    <Button kind="quiet" small onPress={signOut}>
      {t("frame.signOut")}
    </Button>
  );
  const conferenceId = pageLocation["conference"] ?? new URLSearchParams(location.search).get("conference");
  const branding = useBranding(conferenceId ?? session?.conferenceId ?? findEndedConference(), reader.language);
  useScrollToTop(pageLocation);
  return (
    <BrandingContext.Provider value={branding}>
      <PageShell reader={reader} tools={tools} branding={branding}>
        <DelegateContent
          pageLocation={pageLocation}
          conferenceId={conferenceId}
          session={session}
          onSession={(opened) => {
            setSession(opened);
            const isDelegationNext = takeReturnPath() === "/delegation" && opened.delegations.length > 0;
            if (opened.registrations.length > 0 && !isDelegationNext) replaceLocation({ status: "" });
            else location.assign("/delegation");
          }}
        />
      </PageShell>
    </BrandingContext.Provider>
  );
}

interface DelegateContentProps {
  readonly pageLocation: Readonly<Record<string, string>>;
  readonly conferenceId: string | null;
  readonly session: ReturnType<typeof findSession>;
  readonly onSession: (session: NonNullable<ReturnType<typeof findSession>>) => void;
}

function DelegateContent({ pageLocation, conferenceId, session, onSession }: DelegateContentProps) {
  const reader = useTranslation();
  const isConferencePage = conferenceId && !pageLocation["sign-in"] && !pageLocation["step"];
  // The home page; that of a conference decides for itself.
  useIndexable(!isConferencePage && location.hash === "");
  const token = pageLocation["sign-in"];
  if (token) return <SignInConfirmation key={token} {...{ reader, token, conferenceId, onSession }} />;
  if (conferenceId && pageLocation["step"])
    return <ApplicationForm key={conferenceId} conferenceId={conferenceId} step={pageLocation["step"]} />;
  if (conferenceId && pageLocation["organization"])
    return <LazyDelegationRequest key={conferenceId} conferenceId={conferenceId} />;
  if (conferenceId)
    return (
      <ConferencePage
        conferenceId={conferenceId}
        Details={LazyDetails}
        onApply={() => navigate({ conference: conferenceId, step: "1" })}
      />
    );
  return <StatusPage key={session?.accessToken} session={session} />;
}

function LazyDetails({ conference }: { readonly conference: PublicConference }) {
  const Details = useLazyComponent(() =>
    import("./page/conference-details.tsx").then((part) => part.ConferenceDetails),
  );
  return Details ? <Details conference={conference} /> : null;
}

function LazyDelegationRequest({ conferenceId }: { readonly conferenceId: string }) {
  const { t } = useTranslation();
  const Request = useLazyComponent(() => import("./delegation-request.tsx").then((part) => part.DelegationRequestPage));
  return Request ? <Request conferenceId={conferenceId} /> : <p aria-busy="true">{t("common.loading")}</p>;
}

/** The registrations of the session. After its end the page offers a link, and keeps form input. */
function StatusPage({ session }: { readonly session: LinkSession | undefined }) {
  const reader = useTranslation();
  useDocumentTitle(reader.t("home.title"));
  const [endedConference, setEndedConference] = useState(findEndedConference);
  const onSessionOver = (ended: LinkSession) => {
    expireSession(ended);
    setEndedConference(ended.conferenceId);
  };
  const hasOwn = session !== undefined && session.registrations.length > 0;
  if (!hasOwn && endedConference === undefined) return <HomePage />;
  return (
    <div class="stack-wide">
      {endedConference !== undefined && <SessionOver reader={reader} conferenceId={endedConference} />}
      {hasOwn && <LazyOwnRegistrations session={session} onSessionOver={() => onSessionOver(session)} />}
    </div>
  );
}

interface LazyOwnRegistrationsProps {
  readonly session: LinkSession;
  readonly onSessionOver: () => void;
}

function LazyOwnRegistrations(props: LazyOwnRegistrationsProps) {
  const { t } = useTranslation();
  const Status = useLazyComponent(() => import("./status/own-registrations.tsx").then((part) => part.OwnRegistrations));
  return Status ? <Status {...props} /> : <p aria-busy="true">{t("common.loading")}</p>;
}

/** A new location starts at the top of the page. */
function useScrollToTop(pageLocation: Readonly<Record<string, string>>): void {
  const { conference, step, organization } = pageLocation;
  const page = [conference, step, organization, "status" in pageLocation].join();
  useEffect(() => {
    scrollTo({ top: 0 });
  }, [page]);
}

mountPage(DelegatePage);
