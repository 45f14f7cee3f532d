import { loading } from "../../api/loading.ts";
import { OrganizationFields } from "../../form/organization-fields.tsx";
import { useOrganization } from "../../form/use-organization.ts";
import { announce } from "../../kit/announce.ts";
import { FormButtons } from "../../kit/form-buttons.tsx";
import { go, usePlace } from "../../kit/fragment.ts";
import { ErrorSummary } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { bodyOf, emptyDraft } from "./draft.ts";
import { LimitFields } from "./limit-fields.tsx";

/** Makes a delegation, which may nominate at once; its focal points are told by mail. */
export function Make({ onMade }: { readonly onMade: () => void }) {
  const reader = useWords();
  const { t, find, language } = reader;
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const { make: _, ...list } = usePlace();
  const form = useOrganization(
    {
      kept: `make.${conferenceId}`,
      empty: () => emptyDraft(language),
      bodyOf,
      check: async (body) => (await loading(import("./rules.ts"))).checkDelegation(body),
      send: async (body, key) => {
        const { delegationId } = await ask("makeDelegation", { params: { conferenceId }, body, key });
        announce(t("making.made"));
        onMade();
        go({ ...list, delegation: delegationId });
      },
    },
    find,
  );
  const { draft, change, faults, summary, attempt, busy, error } = form;
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), form.submit()]}>
      <h2 tabIndex={-1}>{t("making.title")}</h2>
      <ErrorSummary t={t} faults={summary} attempt={attempt} />
      {error !== undefined && summary.length === 0 && <ProblemNotice error={error} t={t} />}
      <OrganizationFields
        {...{ reader, faults }}
        categories={settings.categories}
        named={settings.languages}
        value={draft}
        onChange={change}
      />
      <LimitFields
        typed={draft.limits}
        faults={faults}
        optional={t("common.optional")}
        onChange={(limits) => change({ limits })}
      />
      <FormButtons does={t("making.make")} no={t("common.cancel")} busy={busy} onNo={() => go(list)} />
    </form>
  );
}
