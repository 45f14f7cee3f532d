import { useEffect, useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { go, replace, usePlace } from "../kit/fragment.ts";
import { Shell } from "../kit/shell.tsx";
import { useLazy } from "../kit/use-lazy.ts";
import { endSession, readSession, type Session } from "../session/delegate-session.ts";
import { SignIn } from "../session/sign-in.tsx";
import { Conference } from "./conference.tsx";
import { forgetDrafts } from "./form/draft.ts";
import { Form } from "./form/form.tsx";
import { Home } from "./home.tsx";
import { Request } from "./organization/request.tsx";
import { forgetBadges } from "./status/badge-store.ts";
import { useWords, Words } from "./words.ts";

/** What delegates see: a conference, its form, and afterwards where their registration stands. */
export const Delegate = () => (
  <Words>
    <Page />
  </Words>
);

function Page() {
  const reader = useWords();
  const { t, language, speak } = reader;
  const [session, setSession] = useState(readSession);
  const place = usePlace();
  const signOut = () => {
    endSession();
    forgetDrafts();
    forgetBadges();
    setSession(undefined);
    replace({});
  };
  const tools = session && (
    <Button kind="quiet" small onPress={signOut}>
      {t("frame.signOut")}
    </Button>
  );
  const words = { skip: t("frame.skip"), language: t("frame.language"), foot: t("frame.foot") };
  useTitle(place, t("home.title"));
  return (
    <Shell language={language} speak={speak} words={words} tools={tools}>
      <Content
        place={place}
        session={session}
        onSession={(opened) => {
          setSession(opened);
          if (opened.registrations.length > 0) replace({ status: "" });
          else location.assign("/delegation");
        }}
      />
    </Shell>
  );
}

interface ContentProps {
  readonly place: Readonly<Record<string, string>>;
  readonly session: ReturnType<typeof readSession>;
  readonly onSession: (session: NonNullable<ReturnType<typeof readSession>>) => void;
}

function Content({ place, session, onSession }: ContentProps) {
  const reader = useWords();
  const conferenceId = place["conference"] ?? new URLSearchParams(location.search).get("conference");
  const token = place["sign-in"];
  if (token) return <SignIn reader={reader} token={token} onSession={onSession} />;
  if (conferenceId && place["step"])
    return <Form key={conferenceId} conferenceId={conferenceId} step={place["step"]} />;
  if (conferenceId && place["organization"]) return <Request key={conferenceId} conferenceId={conferenceId} />;
  if (conferenceId)
    return <Conference conferenceId={conferenceId} onApply={() => go({ conference: conferenceId, step: "1" })} />;
  return session && session.registrations.length > 0 ? <LazyStatus session={session} /> : <Home />;
}

function LazyStatus({ session }: { readonly session: Session }) {
  const { t } = useWords();
  const Status = useLazy(() => import("./status/status.tsx").then((part) => part.Status));
  return Status ? <Status session={session} /> : <p aria-busy="true">{t("common.loading")}</p>;
}

function useTitle(place: Readonly<Record<string, string>>, title: string): void {
  useEffect(() => {
    document.title = `${title} · Palais`;
  }, [title]);
  // A new place begins at its top, for eyes and for whoever listens.
  const where = [place["conference"], place["step"], place["organization"], "status" in place].join();
  useEffect(() => {
    scrollTo({ top: 0 });
  }, [where]);
}
