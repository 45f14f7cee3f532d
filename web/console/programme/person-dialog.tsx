import { useState } from "preact/hooks";
import { genders } from "#shared/model/registration.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { FieldSet, SelectField, TextField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { CountryField } from "../../kit/form/country-field.tsx";
import { toCategoryOptions } from "../../kit/form/form-values.ts";
import { useConsoleContext } from "../console-context.ts";
import { formatPersonName, getCategoryTitle } from "../labels.tsx";
import type { ListedRegistration } from "../queue/use-queue.ts";
import { useTranslation } from "../translations.ts";
import { type PersonDraft, withKey } from "./programme-draft.ts";

interface PersonDialogProps {
  /** The person who is to be linked; without one, a person is added. */
  readonly linked?: PersonDraft | undefined;
  readonly onChoose: (person: PersonDraft) => void;
  readonly onClose: () => void;
}

/** Finds the registration of a person, or takes what is known of one who has not registered. */
export function PersonDialog({ linked, onChoose, onClose }: PersonDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={linked ? t("speakers.linkTo", { name: linked.name }) : t("speakers.addPerson")} onClose={onClose}>
      <RegistrationSearch linked={linked} onChoose={onChoose} />
      {!linked && <NamedPersonForm onChoose={onChoose} />}
      <div class="row">
        <Button kind="secondary" onPress={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}

/** A registration as the programme will show it. */
const toPerson = (found: ListedRegistration, role: PersonDraft["role"]): PersonDraft =>
  withKey({
    role,
    registrationId: found.registrationId,
    name: formatPersonName(found),
    category: found.category,
    accreditation: found.accreditation,
    registeredRole: found.role,
    registrationVersion: found.version,
    ...(found.organization !== undefined && { organization: found.organization }),
  });

function RegistrationSearch({ linked, onChoose }: Pick<PersonDialogProps, "linked" | "onChoose">) {
  const { t, language } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const [text, setText] = useState(linked?.name ?? "");
  const [found, setFound] = useState<readonly ListedRegistration[]>();
  const { busy, error, run } = useAction();
  const search = () =>
    run(async () => {
      if (text.trim() === "") return;
      const answer = await callApi("searchRegistrations", { params: { conferenceId }, body: { text } });
      setFound(answer.items);
    });
  return (
    <div class="stack">
      <form class="stack-tight" noValidate onSubmit={(event) => [event.preventDefault(), search()]}>
        <TextField
          id="programme-search"
          type="search"
          label={t("speakers.find")}
          hint={t("speakers.findHint")}
          value={text}
          onInput={setText}
        />
        <div class="row">
          <Button type="submit" kind="secondary" busy={busy}>
            {t("speakers.search")}
          </Button>
        </div>
      </form>
      <ProblemNotice error={error} t={t} />
      <div role="status">{found?.length === 0 && <p>{t("speakers.notFound")}</p>}</div>
      {found && found.length > 0 && (
        <ul class="plain-list stack-tight">
          {found.map((each) => (
            <li key={each.registrationId} class="row">
              <Button kind="secondary" small onPress={() => onChoose(toPerson(each, linked?.role ?? "speaker"))}>
                <bdi>{t("speakers.add", { name: formatPersonName(each) })}</bdi>
              </Button>
              <span class="soft small">
                {getCategoryTitle(settings, each.category, language)}
                {each.organization !== undefined && (
                  <>
                    {" · "}
                    <bdi>{each.organization}</bdi>
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const noPerson = { name: "", functionTitle: "", organization: "", gender: "", country: "", category: "" };

function NamedPersonForm({ onChoose }: Pick<PersonDialogProps, "onChoose">) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { settings } = useConsoleContext();
  const [values, setValues] = useState(noPerson);
  const [isChecked, setChecked] = useState(false);
  const set = (name: keyof typeof noPerson) => (value: string) => setValues({ ...values, [name]: value });
  const add = () => {
    setChecked(true);
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
    if (values.name.trim() !== "") onChoose(withKey({ role: "speaker", ...given } as unknown as PersonDraft));
  };
  const getField = (name: Exclude<keyof typeof noPerson, "name">) => ({
    id: `programme-${name}`,
    label: t(name === "gender" ? "field.person_gender" : `field.${name}`),
    optional: t("common.optional"),
    value: values[name],
  });
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), add()]}>
      <FieldSet id="programme-named" label={t("speakers.addNamed")}>
        <TextField
          id="programme-name"
          label={t("speakers.name")}
          errorText={isChecked && values.name.trim() === "" ? t("validation.required") : undefined}
          value={values.name}
          onInput={set("name")}
        />
        {(["functionTitle", "organization"] as const).map((name) => (
          <TextField key={name} {...getField(name)} onInput={set(name)} />
        ))}
        <SelectField
          {...getField("gender")}
          empty="–"
          options={genders.map((value) => ({ value, label: t(`gender.${value}`) }))}
          onChange={set("gender")}
        />
        <CountryField {...getField("country")} reader={reader} choice="country" onChange={set("country")} />
        <SelectField
          {...getField("category")}
          empty="–"
          options={toCategoryOptions(settings.categories, language)}
          onChange={set("category")}
        />
      </FieldSet>
      <div class="row">
        <Button type="submit">{t("speakers.addNamed")}</Button>
      </div>
    </form>
  );
}
