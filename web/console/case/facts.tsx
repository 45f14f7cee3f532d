import { labelOf } from "../../form/faults.ts";
import { moment } from "../../i18n/dates.ts";
import { type Registration, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { formPaths, shownAt } from "./paths.ts";

/** The form as it was filled in; what was left empty isn't there. */
export function Facts({ registration }: { readonly registration: Registration }) {
  const { t, language, find } = useWords();
  const { settings } = useOffice();
  return (
    <section class="stack">
      <h3>{t("case.form")}</h3>
      <dl class="facts dense">
        {formPaths.map((path) => {
          const said = shownAt(registration, path, { settings, language, find });
          if (said === undefined) return null;
          return (
            <div key={path} class={registration.returned?.fields.includes(path) ? "marked" : undefined}>
              <dt>{labelOf(path, find)}</dt>
              <dd>
                <bdi>{said}</bdi>
              </dd>
            </div>
          );
        })}
        <div>
          <dt>{t("case.submitted")}</dt>
          <dd>{moment(registration.submittedAt, settings.timeZone, language)}</dd>
        </div>
      </dl>
    </section>
  );
}
