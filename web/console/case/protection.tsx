import { useState } from "preact/hooks";
import { Button } from "../../kit/button.tsx";
import { Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { nameOf } from "../names.ts";
import { type Registration, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { Openings } from "./openings.tsx";
import { ProtectDialog } from "./protect-dialog.tsx";
import { ReasonForm } from "./reason-form.tsx";

interface Props {
  readonly registration: Registration;
  readonly again: () => void;
}

/** An alias for whoever needs one, and the real name for its readers, who say why they look. */
export function Protection({ registration, again }: Props) {
  const { t } = useWords();
  const { decides } = useOffice();
  const { registrationId, protection } = registration;
  const [isAsking, setAsking] = useTyped(`protect.${registrationId}`, false);
  return (
    <details open={protection !== undefined || isAsking}>
      <summary>{t("protection.title")}</summary>
      <div class="stack">
        {protection ? (
          <p>
            {t("protection.alias")}
            {t("common.colon")}
            <bdi>{protection.alias.nameOnBadge}</bdi>
            {protection.alias.organization && (
              <>
                , <bdi>{protection.alias.organization}</bdi>
              </>
            )}
            {". "}
            {t("protection.readers")}
            {t("common.colon")}
            <bdi dir="ltr">{protection.readers.join(", ")}</bdi>
          </p>
        ) : (
          <p class="soft">{t("protection.none")}</p>
        )}
        {protection && <RealName registration={registration} />}
        {decides && (
          <Button kind="secondary" small onPress={() => setAsking(true)}>
            {t(protection ? "protection.change" : "protection.protect")}
          </Button>
        )}
      </div>
      {isAsking && <ProtectDialog {...{ registration, again }} onClose={() => setAsking(false)} />}
    </details>
  );
}

function RealName({ registration: { registrationId, protection } }: { readonly registration: Registration }) {
  const { t } = useWords();
  const { ask, decides, email } = useOffice();
  const [name, setName] = useState<string>();
  const { busy, error, run } = useAction();
  const open = (reason: string) =>
    run(async () => setName(nameOf(await ask("openName", { params: { registrationId }, body: { reason } }))));
  const mayRead = protection?.readers.some((each) => each.toLowerCase() === email.toLowerCase());
  return (
    <>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      {name !== undefined && (
        <Notice tone="warning">
          <p>
            <strong>
              <bdi>{name}</bdi>
            </strong>
          </p>
          <Button kind="quiet" small onPress={() => setName(undefined)}>
            {t("protection.hide")}
          </Button>
        </Notice>
      )}
      {mayRead && (
        <ReasonForm
          id={`why-${registrationId}`}
          label={t("case.why")}
          does={t("protection.open")}
          busy={busy}
          onSend={open}
        />
      )}
      {decides && (
        <Openings
          load={(signal) => ask("listNameOpenings", { params: { registrationId }, query: { limit: 20 }, signal })}
        />
      )}
    </>
  );
}
