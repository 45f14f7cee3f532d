import { useWords } from "./words.ts";

/** Whoever comes without a conference in the address learns how to find theirs. */
export function Home() {
  const { t } = useWords();
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
