import type { AnswerOf } from "../../api/client.ts";
import { moment } from "../../i18n/dates.ts";
import { announce } from "../../kit/announce.ts";
import { Button } from "../../kit/button.tsx";
import { FieldSet } from "../../kit/field.tsx";
import { Check } from "../../kit/inputs.tsx";
import { Tag } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { SensitiveDocument } from "../case/sensitive-document.tsx";
import { nameOf } from "../names.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly delegation: AnswerOf<"readDelegation">;
  readonly changed: () => void;
}

/** The latest letter beside the members: the officer ticks whom it names. */
export function Letter({ delegation, changed }: Props) {
  const { t, language } = useWords();
  const { ask, settings, decides } = useOffice();
  const { delegationId, members, letters } = delegation;
  const latest = letters.at(-1);
  const [named, setNamed] = useTyped<readonly string[]>(`letter.${delegationId}.${latest?.version}`, () =>
    members.filter(({ onLetter }) => onLetter === true).map(({ registrationId }) => registrationId),
  );
  const { busy, error, run } = useAction();
  if (!latest) return null;
  const { version, documentId, at, readAt } = latest;
  const tick = (id: string, on: boolean) => setNamed(on ? [...named, id] : named.filter((each) => each !== id));
  const save = () =>
    run(async () => {
      await ask("readLetter", { params: { delegationId }, body: { version, registrationIds: [...named] } });
      announce(t("credentialLetter.saved"));
      changed();
    });
  return (
    <section class="stack">
      <h3>
        {t("credentialLetter.version", { version, date: moment(at, settings.timeZone, language) })}{" "}
        <Tag tone={readAt ? "success" : "info"}>{t(readAt ? "credentialLetter.read" : "credentialLetter.unread")}</Tag>
      </h3>
      <div class="case-sides">
        <FieldSet id="named" label={t("credentialLetter.named")} hint={t("credentialLetter.namedHint")}>
          {members.length === 0 && <p class="soft">{t("credentialLetter.nobody")}</p>}
          {members.map((member) => (
            <Check
              key={member.registrationId}
              id={`named-${member.registrationId}`}
              label={<bdi>{nameOf(member)}</bdi>}
              checked={named.includes(member.registrationId)}
              onChange={(on) => decides && tick(member.registrationId, on)}
            />
          ))}
          {error !== undefined && <ProblemNotice error={error} t={t} />}
          {decides && members.length > 0 && (
            <Button busy={busy} onPress={save}>
              {t("credentialLetter.save")}
            </Button>
          )}
        </FieldSet>
        <SensitiveDocument key={documentId} kind="credential-letter" documentId={documentId} />
      </div>
    </section>
  );
}
