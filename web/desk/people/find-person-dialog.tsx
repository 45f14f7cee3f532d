import { useState } from "preact/hooks";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { type ApiAnswer, callApi } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { RadioField, TextField } from "../../kit/components/fields.tsx";
import { Notice, ProblemNotice, Tag, Tags } from "../../kit/components/notices.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { getFreshIdToken } from "../../kit/session/staff-session.ts";
import type { GateController } from "../gate/gate-controller.ts";
import type { DeskConference } from "../gate/gate-state.ts";
import { useTranslation } from "../translations.ts";
import { printBadge, recordBadgeCollection } from "./badge-actions.ts";

interface FoundPersonProps {
  readonly person: ApiAnswer<"searchRegistrations">["items"][number];
  readonly conference: DeskConference;
  readonly onPrinted: () => void;
}

function FoundPerson({ person: found, conference, onPrinted }: FoundPersonProps) {
  const { t, language } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const [isHandedOut, setHandedOut] = useState(false);
  const { busy, error, run } = useAction();
  const { registrationId, person, organization, accreditation, seat, badge } = found;
  const name = found.displayName ?? getDisplayName({ person });
  const category = conference.categories.find((each) => each.category === found.category);
  const print = (reason?: string) =>
    run(async () => {
      await printBadge(registrationId, reason);
      setAsked(false);
      onPrinted();
    });
  const handOut = () =>
    run(async () => {
      await recordBadgeCollection(registrationId, language);
      setHandedOut(true);
    });
  const isConfirmed = accreditation === "approved" && seat === "held";
  return (
    <li class="stack">
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <br />
        <span class="soft">
          {organization && <bdi>{organization} · </bdi>}
          {category && getLocalizedText(category.title, language)}
        </span>
      </p>
      <Tags>
        <Tag tone={accreditation === "approved" ? "success" : "warning"}>{t(`accreditation.${accreditation}`)}</Tag>
        <Tag tone={seat === "held" ? "success" : "warning"}>{t(`seat.${seat}`)}</Tag>
        {badge && <Tag>{t("desk.find.serial", { serial: badge.serial })}</Tag>}
        {isHandedOut && <Tag tone="success">{t("desk.handOut.do")}</Tag>}
      </Tags>
      <ProblemNotice error={error} t={t} />
      {isConfirmed && !isAsked && (
        <div class="row">
          <Button
            small
            busy={busy}
            label={`${t("desk.find.print")}${t("common.colon")}${name}`}
            onPress={() => print()}
          >
            {t("desk.find.print")}
          </Button>
          <Button
            kind="secondary"
            small
            label={`${t("desk.find.reprint")}${t("common.colon")}${name}`}
            onPress={() => setAsked(true)}
          >
            {t("desk.find.reprint")}
          </Button>
          {badge && !isHandedOut && (
            <Button kind="secondary" small busy={busy} label={t("desk.handOut.askFor", { name })} onPress={handOut}>
              {t("desk.handOut.do")}
            </Button>
          )}
        </div>
      )}
      {isAsked && <ReprintForm {...{ name, busy }} onPrint={print} onClose={() => setAsked(false)} />}
    </li>
  );
}

const reprintReasons = ["lost", "damaged", "wrong"] as const;

/** Asks why the previous badge is replaced. The reason is recorded in the history. */
function ReprintForm({
  name,
  busy,
  onPrint,
  onClose,
}: {
  readonly name: string;
  readonly busy: boolean;
  readonly onPrint: (reason: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<string>("lost");
  const options = reprintReasons.map((value) => ({ value, label: t(`desk.find.${value}`) }));
  return (
    <fieldset class="stack">
      <legend>{t("desk.find.reprintTitle", { name })}</legend>
      <Notice tone="warning">
        <p>{t("desk.find.reprintMeans")}</p>
      </Notice>
      <RadioField
        id="reprint-reason"
        label={t("desk.find.reason")}
        value={reason}
        options={options}
        onChange={setReason}
      />
      <div class="row">
        <Button small busy={busy} onPress={() => onPrint(reason)}>
          {t("desk.find.reprint")}
        </Button>
        <Button kind="secondary" small onPress={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </fieldset>
  );
}

type PersonSearchResult = ApiAnswer<"searchRegistrations">;

/** Finds a person by name to print or hand out the badge. */
export function FindPersonDialog({ gate, onClose }: { readonly gate: GateController; readonly onClose: () => void }) {
  const { t, language } = useTranslation();
  const { conferenceId } = gate.state.desk.conference;
  const [text, setText] = useFormState(`find.${conferenceId}`, "");
  const [found, setFound] = useState<PersonSearchResult>();
  const { busy, error, run } = useAction();
  const find = () =>
    run(async () => {
      const token = await getFreshIdToken();
      setFound(await callApi("searchRegistrations", { params: { conferenceId }, body: { text }, token, language }));
    });
  return (
    <Dialog title={t("desk.find.title")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), find()]}>
        <TextField id="find" label={t("desk.find.text")} value={text} onInput={setText} />
        <Button type="submit" busy={busy}>
          {t("desk.find.go")}
        </Button>
      </form>
      <ProblemNotice error={error} t={t} />
      <div class="stack" role="status">
        {found?.items.length === 0 && <p>{t("desk.find.none")}</p>}
        {found && found.items.length > 0 && (
          <ul class="plain-list found">
            {found.items.map((each) => (
              <FoundPerson
                key={each.registrationId}
                person={each}
                conference={gate.state.desk.conference}
                onPrinted={() => [find(), gate.synchronize()]}
              />
            ))}
          </ul>
        )}
        {found?.next && <p class="soft">{t("desk.find.more")}</p>}
      </div>
      <Button kind="secondary" onPress={onClose}>
        {t("common.close")}
      </Button>
    </Dialog>
  );
}
