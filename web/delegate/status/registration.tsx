import { call, Unreachable } from "../../api/client.ts";
import { textIn } from "../../i18n/words.tsx";
import { Tag, Tags } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import { useWords } from "../words.ts";
import { Badge, BadgeCode } from "./badge.tsx";
import { readBadge } from "./badge-store.ts";
import { Calendar } from "./calendar.tsx";
import { Corrections } from "./corrections.tsx";
import { Files } from "./files.tsx";
import { AskAgain, Offer } from "./offer.tsx";
import type { RegistrationAnswer, Standing } from "./open-registration.ts";
import { lookOf, mayAskAgain, standingOf } from "./standing.ts";
import { WhereItStands } from "./where-it-stands.tsx";
import { Withdraw } from "./withdraw.tsx";

export function Registration({ registrationId, token }: { readonly registrationId: string; readonly token: string }) {
  const { t, language } = useWords();
  const { loaded, again, set } = useLoaded(
    async (signal) => {
      const registration = await call("readRegistration", { params: { registrationId }, token, language, signal });
      const { conferenceId } = registration;
      return { registration, conference: await call("readConference", { params: { conferenceId }, language, signal }) };
    },
    [registrationId],
  );
  useRefresh(again);
  if (loaded.state === "loading")
    return (
      <div class="sheet" aria-busy="true">
        {t("common.loading")}
      </div>
    );
  if (loaded.state === "failed") {
    const badge = loaded.error instanceof Unreachable ? readBadge(registrationId) : undefined;
    return (
      <div class="stack-wide">
        <ProblemNotice error={loaded.error} t={t} onRetry={again} />
        {badge && <BadgeCode badge={badge} />}
      </div>
    );
  }
  const { conference } = loaded.value;
  const onChange = (registration: RegistrationAnswer) => set({ registration, conference });
  return <Sheet {...loaded.value} token={token} onChange={onChange} />;
}

function Sheet(standing: Standing) {
  const { registration, conference } = standing;
  const { t, language } = useWords();
  const where = standingOf(registration, conference);
  const { person, returned, badge } = registration;
  return (
    <article class="sheet stack-wide" aria-labelledby={`name-${registration.registrationId}`}>
      <header class="stack">
        <p class="soft">
          <bdi>{textIn(conference.title, language)}</bdi>
        </p>
        <h1 id={`name-${registration.registrationId}`}>
          <bdi>{person.nameOnBadge ?? [person.givenName, person.familyName].filter(Boolean).join(" ")}</bdi>
        </h1>
        <Tags>
          <Tag tone={lookOf(where)}>{t(`accreditation.${registration.accreditation}`)}</Tag>
          {registration.seat !== "none" && <Tag>{t(`seat.${registration.seat}`)}</Tag>}
        </Tags>
      </header>
      <WhereItStands {...standing} where={where} />
      {registration.offer && <Offer {...standing} until={registration.offer.until} />}
      {mayAskAgain(where) && <AskAgain {...standing} />}
      {returned && <Corrections {...standing} returned={returned} />}
      {badge && <Badge {...standing} />}
      {where === "confirmed" && <Calendar {...standing} />}
      <Files {...standing} />
      <Sessions {...standing} />
      {registration.accreditation === "pending" && <Corrections {...standing} />}
      <Withdraw {...standing} />
    </article>
  );
}

function Sessions({ registration: { sessions = [] }, conference }: Standing) {
  const { t, language } = useWords();
  if (sessions.length === 0) return null;
  return (
    <section class="stack">
      <h2>{t("status.sessions")}</h2>
      <ul>
        {sessions.map(({ sessionId, seat }) => (
          <li key={sessionId}>
            {textIn(
              conference.sessions.find((each) => each.sessionId === sessionId)?.title ?? { en: sessionId },
              language,
            )}
            {": "}
            {t(`seat.${seat}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
