import "../kit/kit.css";
import "./focal-point.css";
import { useState } from "preact/hooks";
import { useBranding } from "../kit/branding/use-branding.ts";
import { Button } from "../kit/components/button.tsx";
import { PageShell } from "../kit/components/page-shell.tsx";
import { useLocation } from "../kit/hooks/use-location.ts";
import { useDocumentTitle } from "../kit/i18n/translations.tsx";
import {
  endSession,
  expireSession,
  findEndedConference,
  findSession,
  type LinkSession,
} from "../kit/session/delegate-session.ts";
import { OpenSessions } from "../kit/session/open-sessions.tsx";
import { SessionOver } from "../kit/session/session-over.tsx";
import { SignInLinkForm } from "../kit/session/sign-in-link-form.tsx";
import { DelegationPage } from "./delegation.tsx";
import { mountPage, useTranslation } from "./translations.ts";

const ownPath = "/delegation";

/** The page of focal points: their delegations, the members by rank, and missing documents. */
function FocalPointPage() {
  const reader = useTranslation();
  const { t } = reader;
  const [session, setSession] = useState(findSession);
  const [endedConference, setEndedConference] = useState(findEndedConference);
  const { conference } = useLocation();
  useDocumentTitle(t("delegation.title"));
  const branding = useBranding(conference ?? session?.conferenceId ?? endedConference, reader.language);
  const signOut = () => {
    endSession();
    setSession(undefined);
    setEndedConference(undefined);
  };
  const onSessionOver = (ended: LinkSession) => {
    expireSession(ended);
    setEndedConference(ended.conferenceId);
  };
  const tools = session && (
    <Button kind="quiet" small onPress={signOut}>
      {t("frame.signOut")}
    </Button>
  );
  return (
    <PageShell reader={reader} tools={tools} branding={branding} wide>
      <div class="stack-wide">
        {endedConference !== undefined && (
          <SessionOver reader={reader} conferenceId={endedConference} returnPath={ownPath} />
        )}
        {session && session.registrations.length > 0 && (
          <p>
            <a href="/#status">{t("delegation.toMine")}</a>
          </p>
        )}
        {session?.delegations.map((delegationId) => (
          <DelegationPage
            key={delegationId}
            delegationId={delegationId}
            token={session.accessToken}
            onSessionOver={() => onSessionOver(session)}
          />
        ))}
        {session && session.delegations.length > 0 && (
          <OpenSessions
            reader={reader}
            getToken={() => Promise.resolve(session.accessToken)}
            onSessionOver={() => onSessionOver(session)}
          />
        )}
        {!session && conference && endedConference === undefined && (
          <>
            <h1>{t("delegation.title")}</h1>
            <SignInLinkForm reader={reader} conferenceId={conference} returnPath={ownPath} />
          </>
        )}
        {(session?.delegations ?? []).length === 0 && (session || (!conference && endedConference === undefined)) && (
          <div class="sheet stack">
            <h1>{t("delegation.title")}</h1>
            <p>{t("delegation.none")}</p>
          </div>
        )}
      </div>
    </PageShell>
  );
}

mountPage(FocalPointPage);
