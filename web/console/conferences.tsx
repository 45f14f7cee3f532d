import { days } from "../i18n/dates.ts";
import { textIn } from "../i18n/words.tsx";
import type { SignOut } from "../session/staff-gate.tsx";
import type { StaffSession } from "../session/staff-session.ts";
import { linkTo } from "./link.ts";
import type { Ask, Settings } from "./office.ts";
import { Setup } from "./setup/setup.tsx";
import { Who } from "./who.tsx";
import { useWords } from "./words.ts";

interface Props {
  readonly all: readonly Settings[];
  readonly isNew: boolean;
  readonly session: StaffSession;
  readonly signOut: SignOut;
  readonly office: { readonly ask: Ask; readonly set: (settings: Settings) => void };
}

/** Which conference; the latest first. */
export function Conferences({ all, isNew, session, signOut, office }: Props) {
  const { t, language } = useWords();
  const sorted = all.toSorted((a, b) => (a.startsOn < b.startsOn ? 1 : -1));
  const makes = session.groups.includes("secretariat");
  return (
    <div class="stack-wide">
      <Who email={session.email} signOut={signOut} />
      {isNew && makes ? (
        <Setup fresh={office} />
      ) : (
        <div class="sheet stack">
          <h1>{t("console.title")}</h1>
          {all.length === 0 && <p class="soft">{t("console.none")}</p>}
          <ul class="plain-list conferences">
            {sorted.map(({ conferenceId, title, startsOn, endsOn, venue }) => (
              <li key={conferenceId}>
                <a href={linkTo({ conference: conferenceId, view: "queue", accreditation: "pending" })}>
                  <bdi>{textIn(title, language)}</bdi>
                </a>
                <span class="soft small">
                  {days(startsOn, endsOn, language)} · <bdi>{venue.city}</bdi>
                </span>
              </li>
            ))}
          </ul>
          {makes && (
            <p>
              <a class="button secondary" href={linkTo({ view: "new" })}>
                {t("console.new")}
              </a>
            </p>
          )}
        </div>
      )}
    </div>
  );
}
