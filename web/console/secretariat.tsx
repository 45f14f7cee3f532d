import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { everyPage } from "../api/every-page.ts";
import { textIn } from "../i18n/words.tsx";
import { usePlace } from "../kit/fragment.ts";
import { ProblemNotice } from "../kit/problem-notice.tsx";
import { useLoaded } from "../kit/use-async.ts";
import { useRefresh } from "../kit/use-refresh.ts";
import type { SignOut } from "../session/staff-gate.tsx";
import type { StaffSession } from "../session/staff-session.ts";
import { Badges } from "./badges/badges.tsx";
import { Capacity } from "./capacity/capacity.tsx";
import { useColleagues } from "./colleague.tsx";
import { Composition } from "./composition/composition.tsx";
import { Conferences } from "./conferences.tsx";
import { Delegations } from "./delegations/delegations.tsx";
import { Imports } from "./imports/imports.tsx";
import { Mails } from "./mails/mails.tsx";
import { Head } from "./navigation.tsx";
import { groupsAt, OfficeContext, type Settings } from "./office.ts";
import { Participants } from "./participants/participants.tsx";
import { Queue } from "./queue/queue.tsx";
import { Setup } from "./setup/setup.tsx";
import { useAsk } from "./use-ask.ts";
import { type View, views } from "./views.ts";
import { useWords } from "./words.ts";

const parts: Readonly<Record<View, ComponentType>> = {
  queue: Queue,
  capacity: Capacity,
  composition: Composition,
  delegations: Delegations,
  participants: Participants,
  badges: Badges,
  mails: Mails,
  imports: Imports,
  settings: () => <Setup />,
};

interface Props {
  readonly session: StaffSession;
  readonly signOut: SignOut;
}

/** Everything behind the sign-in: first which conference, then one view of it; the address says which. */
export function Secretariat({ session, signOut }: Props) {
  const { t, language } = useWords();
  const { ask, fetchFile } = useAsk(language, signOut);
  const place = usePlace();
  const { loaded, again, set } = useLoaded(
    (signal) => everyPage((cursor) => ask("listConferences", { query: { limit: 100, cursor }, signal }), 500),
    [ask],
  );
  useRefresh(again);
  const all = loaded.state === "ready" ? loaded.value : [];
  const settings = all.find(({ conferenceId }) => conferenceId === place["conference"]);
  const decides = settings !== undefined && groupsAt(settings, session).includes("secretariat");
  const colleagues = useColleagues(ask, decides ? settings.conferenceId : undefined);
  const view = views.find((each) => each === place["view"]) ?? "queue";
  useEffect(() => {
    const title = settings ? `${t(`nav.${view}`)} · ${textIn(settings.title, language)}` : t("console.title");
    document.title = `${title} · Palais`;
  }, [settings, view, t]);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const keep = (changed: Settings) =>
    set([...all.filter(({ conferenceId }) => conferenceId !== changed.conferenceId), changed]);
  const office = { ask, fetchFile, email: session.email, colleagues, set: keep };
  if (!settings) return <Conferences {...{ all, session, signOut, office }} isNew={place["view"] === "new"} />;
  const Part = parts[view];
  return (
    <OfficeContext.Provider value={{ ...office, settings, decides }}>
      <Head {...{ view, signOut }} />
      <Part key={`${settings.conferenceId} ${view}`} />
    </OfficeContext.Provider>
  );
}
