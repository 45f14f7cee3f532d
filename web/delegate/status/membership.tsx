import { useState } from "preact/hooks";
import { callApi } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { listMembershipOptions, useOrganizations } from "../conference.tsx";
import { useTranslation } from "../translations.ts";
import type { OwnRegistrationProps } from "./registration-state.ts";

/** The delegation that the person waits for, or that declined them; they may name another one or none. */
export function MembershipSection({ registration, conference, token, onChange }: OwnRegistrationProps) {
  const { t, language } = useTranslation();
  const { registrationId, category, requestedDelegationId, declinedDelegationId, version } = registration;
  const organizations = useOrganizations(conference.conferenceId);
  const [chosen, setChosen] = useState(requestedDelegationId ?? "");
  const { busy, error, run } = useAction();
  const named = requestedDelegationId ?? declinedDelegationId;
  if (named === undefined || registration.accreditation === "withdrawn") return null;
  const found = organizations.find(({ delegationId }) => delegationId === named);
  const name = found ? getLocalizedText(found.name, language) : "–";
  const isWaiting = requestedDelegationId !== undefined;
  const options = listMembershipOptions(organizations, category, language).filter(
    ({ value }) => value !== declinedDelegationId,
  );
  const save = () =>
    run(async () => {
      const body = { delegation: chosen === "" ? null : chosen };
      onChange(await callApi("requestMembership", { params: { registrationId }, body, token, language, version }));
      announce(t("membership.saved"));
    });
  return (
    <section class="stack" aria-labelledby="membership-title">
      <h2 id="membership-title">{t("membership.label")}</h2>
      <Notice tone={isWaiting ? "info" : "warning"}>
        <p>{t(isWaiting ? "membership.waiting" : "membership.declined", { name })}</p>
      </Notice>
      <form class="stack" onSubmit={(event) => [event.preventDefault(), save()]}>
        <SelectField
          id="membership"
          label={t("membership.label")}
          hint={t("membership.hint")}
          value={chosen}
          empty={t("membership.none")}
          options={options}
          onChange={setChosen}
        />
        <ProblemNotice error={error} t={t} />
        <Button
          type="submit"
          kind="secondary"
          small
          busy={busy}
          disabled={isWaiting && chosen === requestedDelegationId}
        >
          {t("membership.save")}
        </Button>
      </form>
    </section>
  );
}
