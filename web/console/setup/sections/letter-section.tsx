import { type VisaLetterIssuer, visaLetterIssuers } from "#shared/model/conference.ts";
import { RadioField, TextField } from "../../../kit/components/fields.tsx";
import { useTranslation } from "../../translations.ts";
import type { SetupDraft, SetupEditing } from "../setup-draft.ts";
import { SetupTextsField } from "../setup-fields.tsx";

type Letters = NonNullable<SetupDraft["visaLetters"]>;

/** Who issues visa letters, who signs them, and what the secretariat adds to their text. */
export function LetterSection(editing: SetupEditing) {
  const { t } = useTranslation();
  const { draft, patch, getField } = editing;
  const { issuedBy, signatory, text } = draft.visaLetters ?? {};
  const change = (letters: Letters) => patch({ visaLetters: omitEmptySettings({ ...draft.visaLetters, ...letters }) });
  return (
    <section class="stack">
      <h2>{t("settingsSection.letters")}</h2>
      <RadioField
        {...getField("visaLetters.issuedBy")}
        value={issuedBy ?? "approval"}
        options={visaLetterIssuers.map((value) => ({ value, label: t(`setup.issuedBy.${value}`) }))}
        onChange={(value) => change({ issuedBy: value as VisaLetterIssuer })}
      />
      <TextField
        {...getField("visaLetters.signatory.name")}
        optional={t("common.optional")}
        value={signatory?.name ?? ""}
        onInput={(name) => change({ signatory: { ...signatory, name } })}
      />
      <SetupTextsField
        path="visaLetters.signatory.title"
        value={signatory?.title ?? { en: "" }}
        editing={editing}
        onTexts={(title) => change({ signatory: { name: "", ...signatory, title } })}
      />
      <SetupTextsField
        path="visaLetters.text"
        isLong
        value={text ?? { en: "" }}
        editing={editing}
        onTexts={(texts) => change({ text: texts })}
      />
    </section>
  );
}

const hasNoText = (texts: object | null | undefined): boolean => !Object.values(texts ?? {}).some(Boolean);

/** The settings without what is empty. */
function omitEmptySettings({ issuedBy, signatory, text }: Letters): Letters {
  const { name = "", title } = signatory ?? {};
  const hasTitle = !hasNoText(title);
  return {
    ...(issuedBy && { issuedBy }),
    ...((name !== "" || hasTitle) && { signatory: { name, ...(hasTitle && { title }) } }),
    ...(!hasNoText(text) && { text }),
  };
}
