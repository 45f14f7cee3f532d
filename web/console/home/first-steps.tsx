import { buildHref } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

/** What the secretariat does first, and where. */
const steps = [
  ["categories", { view: "settings", section: "categories" }],
  ["form", { view: "settings", section: "form" }],
  ["address", { view: "settings", section: "pages" }],
  ["staff", { view: "settings", section: "staff" }],
  ["delegations", { view: "delegations", make: "yes" }],
  ["import", { view: "imports" }],
  ["badges", { view: "badge-design" }],
] as const;

/** What a conference without registrations shows: what to do next. */
export function FirstSteps() {
  const { t } = useTranslation();
  const { settings, canDecide } = useConsoleContext();
  const { conferenceId } = settings;
  const address = `${location.origin}/?conference=${conferenceId}`;
  return (
    <section class="stack" aria-labelledby="home-steps">
      <h2 id="home-steps">{t("homeView.noOne")}</h2>
      <p>
        {t("homeView.address")}
        {t("common.colon")}
        <a href={address}>
          <bdi dir="ltr">{address}</bdi>
        </a>
      </p>
      {canDecide && (
        <ol class="stack-tight">
          {steps.map(([step, place]) => (
            <li key={step}>
              <a href={buildHref({ conference: conferenceId, ...place })}>{t(`homeView.step.${step}`)}</a>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
