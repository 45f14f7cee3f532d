import { textIn } from "../i18n/words.tsx";
import type { SignOut } from "../session/staff-gate.tsx";
import { linkTo } from "./link.ts";
import { useOffice } from "./office.ts";
import { type View, views } from "./views.ts";
import { Who } from "./who.tsx";
import { useWords } from "./words.ts";

/** What a reviewer may open. */
const reviewed: readonly View[] = ["queue", "capacity", "composition", "delegations"];

/** Which conference, its views, and who is signed in. */
export function Head({ view, signOut }: { readonly view: View; readonly signOut: SignOut }) {
  const { t, language } = useWords();
  const { settings, decides, email } = useOffice();
  const { conferenceId, title } = settings;
  return (
    <header class="office-head">
      <p class="office-title">
        <a href={linkTo({ view: "all" })}>{t("console.all")}</a> <span class="soft">/</span>{" "}
        <bdi>{textIn(title, language)}</bdi>
      </p>
      <Who email={email} signOut={signOut} />
      <nav aria-label={t("nav.label")}>
        <ul class="tabs">
          {views
            .filter((each) => decides || reviewed.includes(each))
            .map((each) => (
              <li key={each}>
                <a
                  href={linkTo({ conference: conferenceId, view: each })}
                  aria-current={each === view ? "page" : undefined}
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
