import { useState } from "preact/hooks";
import { useAction } from "../../../kit/api/use-loaded.ts";
import { announce } from "../../../kit/components/announce.ts";
import { Button } from "../../../kit/components/button.tsx";
import { Checkbox, FieldSet, TextField } from "../../../kit/components/fields.tsx";
import { ErrorSummary, Notice, ProblemNotice } from "../../../kit/components/notices.tsx";
import { getApiFieldErrors, useFieldErrors } from "../../../kit/form/form-errors.ts";
import { toggleItem } from "../../../kit/form/form-values.ts";
import { TextsField } from "../../../kit/form/texts-field.tsx";
import { navigate } from "../../../kit/hooks/use-location.ts";
import { getLocalizedText } from "../../../kit/i18n/translations.tsx";
import type { ApiCaller, ConferenceSettings } from "../../console-context.ts";
import { useTranslation } from "../../translations.ts";
import { isConferenceIdTaken, isConferenceIdValid, suggestConferenceId } from "../conference-id.ts";
import { toSetupDraft } from "../setup-draft.ts";
import { getSetupFieldLabel } from "../setup-labels.ts";
import { type CopyPart, copyParts } from "./copy-body.ts";
import { type CopyStep, copyConference } from "./copy-parts.ts";

interface CopyConferenceProps {
  readonly settings: ConferenceSettings;
  readonly email: string;
  readonly callApi: ApiCaller;
  /** Shows the copy in the list of conferences. */
  readonly reload: () => void;
}

/** A year later. */
const defaultStart = ({ startsOn }: ConferenceSettings): string =>
  `${Number(startsOn.slice(0, 4)) + 1}${startsOn.slice(4).replace("-02-29", "-02-28")}`;

/** Asks for title, short name and first day of a copy, and for what is copied, then copies it step by step. */
export function CopyConference({ settings, email, callApi, reload }: CopyConferenceProps) {
  const { t, find, language } = useTranslation();
  const [title, setTitle] = useState(toSetupDraft(settings).title);
  const [startsOn, setStartsOn] = useState(() => defaultStart(settings));
  const [typedId, setTypedId] = useState("");
  const [parts, setParts] = useState<readonly CopyPart[]>(["questions", "page", "branding", "badges"]);
  const [done, setDone] = useState<ReadonlySet<CopyStep>>(new Set());
  const { fieldErrors, attempt, showErrors } = useFieldErrors();
  const { busy, error, run } = useAction();
  const conferenceId = typedId || suggestConferenceId({ title, startsOn });
  const isBegun = done.has("conference");
  const check = async () => {
    const isNamed = isConferenceIdValid(conferenceId);
    const isTaken = isNamed && !isBegun && (await isConferenceIdTaken(callApi, conferenceId));
    return {
      ...(!isNamed && { conferenceId: t("setup.idHint") }),
      ...(isTaken && { conferenceId: t("setup.idTaken") }),
      ...(startsOn === "" && { startsOn: find("validation.required") ?? "" }),
    };
  };
  const save = () =>
    run(async () => {
      const errors = await check();
      showErrors(errors);
      if (Object.keys(errors).length > 0) return;
      try {
        const options = { title, startsOn, parts, email };
        const addStep = (step: CopyStep) => setDone((before) => new Set([...before, step]));
        await copyConference({ callApi, settings, conferenceId, options }, done, addStep);
      } catch (failure) {
        showErrors(getApiFieldErrors(failure));
        throw failure;
      }
      reload();
      announce(t("copy.saved"));
      navigate({ conference: conferenceId, view: "settings", section: "basics" });
    });
  const getField = (path: string) => ({
    id: `copy-${path.replaceAll(".", "-")}`,
    label: getSetupFieldLabel(path, find),
    errorText: fieldErrors[path],
  });
  const summary = Object.entries(fieldErrors).map(([path, message]) => ({ ...getField(path), message }));
  return (
    <form class="sheet dense-sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), save()]}>
      <h1>{t("copy.title", { name: getLocalizedText(settings.title, language) })}</h1>
      <p class="soft">{t("copy.lead")}</p>
      <ErrorSummary t={t} errors={summary} attempt={attempt} />
      <ProblemNotice error={error} t={t} />
      {isBegun && !busy && (
        <Notice tone="warning">
          <p>{t("copy.partial")}</p>
        </Notice>
      )}
      {/* A copy that has begun goes on into the same conference. */}
      {!isBegun && (
        <>
          <TextsField
            {...getField("title")}
            value={title}
            t={t}
            languages={settings.languages}
            getErrorText={(each) => fieldErrors[`title.${each}`]}
            onTexts={setTitle}
          />
          <div class="pair">
            <TextField {...getField("startsOn")} type="date" dir="ltr" short value={startsOn} onInput={setStartsOn} />
            <TextField
              {...getField("conferenceId")}
              hint={t("setup.idHint")}
              dir="ltr"
              short
              value={conferenceId}
              onInput={setTypedId}
            />
          </div>
        </>
      )}
      <FieldSet id="copy-parts" label={t("copy.parts")}>
        {copyParts.map((part) => (
          <Checkbox
            key={part}
            id={`copy-${part}`}
            label={t(`copy.part.${part}`)}
            checked={parts.includes(part)}
            onChange={(on) => setParts(toggleItem(parts, part, on))}
          />
        ))}
      </FieldSet>
      <Button type="submit" busy={busy}>
        {t(isBegun ? "copy.resume" : "copy.save")}
      </Button>
    </form>
  );
}
