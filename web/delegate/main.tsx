import "../kit/kit.css";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../kit/components/button.tsx";
import { PageShell } from "../kit/components/page-shell.tsx";
import { useLazyComponent } from "../kit/hooks/use-lazy-component.ts";
import { navigate, replaceLocation, useLocation } from "../kit/hooks/use-location.ts";
import { useDocumentTitle } from "../kit/i18n/translations.tsx";
import { endSession, findSession, type LinkSession } from "../kit/session/delegate-session.ts";
import { clearDrafts } from "./application/application-draft.ts";
import { ApplicationForm } from "./application/application-form.tsx";
import { ConferencePage } from "./conference.tsx";
import { DelegationRequestPage } from "./delegation-request.tsx";
import { SignInConfirmation } from "./sign-in.tsx";
import { clearStoredBadges } from "./status/badge-store.ts";
import { mountPage, useTranslation } from "./translations.ts";

/** Shown if the address contains no conference. */
function HomePage() {
  const { t } = useTranslation();
  return (
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
    clearDrafts();
    clearStoredBadges();
    setSession(undefined);
    replaceLocation({});
  };
  const tools = session && (
    <Button kind="quiet" small onPress={signOut}>
      {t("frame.signOut")}
    </Button>
  );
  useDocumentTitle(t("home.title"));
  useScrollToTop(pageLocation);
  return (
    <PageShell reader={reader} tools={tools}>
      <DelegateContent
        pageLocation={pageLocation}
        session={session}
        onSession={(opened) => {
          setSession(opened);
          if (opened.registrations.length > 0) replaceLocation({ status: "" });
          else location.assign("/delegation");
        }}
      />
    </PageShell>
  );
}

interface DelegateContentProps {
  readonly pageLocation: Readonly<Record<string, string>>;
  readonly session: ReturnType<typeof findSession>;
  readonly onSession: (session: NonNullable<ReturnType<typeof findSession>>) => void;
}

function DelegateContent({ pageLocation, session, onSession }: DelegateContentProps) {
  const reader = useTranslation();
  const conferenceId = pageLocation["conference"] ?? new URLSearchParams(location.search).get("conference");
  const token = pageLocation["sign-in"];
  if (token) return <SignInConfirmation reader={reader} token={token} onSession={onSession} />;
  if (conferenceId && pageLocation["step"])
    return <ApplicationForm key={conferenceId} conferenceId={conferenceId} step={pageLocation["step"]} />;
  if (conferenceId && pageLocation["organization"])
    return <DelegationRequestPage key={conferenceId} conferenceId={conferenceId} />;
  if (conferenceId)
    return (
      <ConferencePage conferenceId={conferenceId} onApply={() => navigate({ conference: conferenceId, step: "1" })} />
    );
  return session && session.registrations.length > 0 ? <LazyOwnRegistrations session={session} /> : <HomePage />;
}

function LazyOwnRegistrations({ session }: { readonly session: LinkSession }) {
  const { t } = useTranslation();
  const Status = useLazyComponent(() => import("./status/own-registrations.tsx").then((part) => part.OwnRegistrations));
  return Status ? <Status session={session} /> : <p aria-busy="true">{t("common.loading")}</p>;
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
