import { badgeLayouts, getPartBox } from "#shared/badges/layouts.ts";
import type { BadgeText, BadgeTextField, Box } from "#shared/model/badge-layout.ts";
import { type NameOrder, nameOrders } from "#shared/model/registration.ts";
import { findLatinLine, getDisplayName } from "#shared/registrations/names.rules.ts";
import { getDefaultRole } from "#shared/registrations/roles.rules.ts";
import { DocumentField } from "../../kit/documents/document-field.tsx";
import { PhotoField } from "../../kit/documents/photo-field.tsx";
import { uploadForForm } from "../../kit/documents/upload.ts";
import { getRoleTitle, getText, toNestedBody } from "../../kit/form/form-values.ts";
import { getRepresentedName } from "../../kit/i18n/countries.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import type { StepProps } from "./application-draft.ts";
import { type DraftUploadKind, listRequiredDocuments, setDraftUpload } from "./application-draft.ts";

const layout = badgeLayouts.a6;
const { width, height } = layout.size;

/** Percentages of the badge, so that the preview has the same proportions at every size. */
const toPlace = ([left, top, boxWidth, boxHeight]: Box) => ({
  position: "absolute",
  left: `${(100 * left) / width}%`,
  top: `${(100 * top) / height}%`,
  width: `${(100 * boxWidth) / width}%`,
  height: `${(100 * boxHeight) / height}%`,
});

/** The mean width of a letter, and of a character of East Asia, in em. */
const letterEm = 0.58;
const wideLetterEm = 1;
const pointsPerMillimetre = 72 / 25.4;

/** The largest size of a text at which its lines hold it, in points. */
function estimateSize({ largest, smallest, lines = 1 }: BadgeText, value: string, boxWidth: number): number {
  const isWide = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(value);
  const em = [...value].length * (isWide ? wideLetterEm : letterEm);
  return Math.max(smallest, Math.min(largest, (boxWidth * pointsPerMillimetre * lines) / em));
}

const justify = { top: "flex-start", middle: "center", bottom: "flex-end" } as const;

/** The badge in the built-in layout, with the data of the form, so that the person sees the order of the name. */
export function BadgePreview({ draft: { values }, conference }: Pick<StepProps, "draft" | "conference">) {
  const reader = useTranslation();
  const { t, language } = reader;
  if (!conference) return null;
  const { person = {}, latinName } = toNestedBody(values) as Partial<Parameters<typeof getDisplayName>[0]>;
  const nameOrder: NameOrder | undefined = nameOrders.find((each) => each === getText(values, "nameOrder"));
  const named = { person, ...(latinName && { latinName }), ...(nameOrder && { nameOrder }) };
  const category = conference.categories.find((each) => each.category === values["category"]);
  const country = getText(values, "country");
  const texts: Partial<Record<BadgeTextField, string | undefined>> = {
    conference: getLocalizedText(conference.title, language),
    honorific: getText(values, "person.honorific"),
    name: getDisplayName(named),
    latinName: findLatinLine(named),
    functionTitle: getText(values, "functionTitle"),
    organization: getText(values, "organization"),
    country: country && getRepresentedName(conference, country, reader),
    category: category && getLocalizedText(category.title, language),
    role: getRoleTitle(conference.roles, getText(values, "role") || getDefaultRole(conference), reader),
  };
  return (
    <figure class="stack">
      <figcaption>{t("preview.title")}</figcaption>
      <div class="badge-preview" style={{ aspectRatio: `${width} / ${height}` }}>
        {layout.parts.map((part, index) => {
          const box = getPartBox(part, false);
          if (part.kind === "fill") return <div key={index} class="badge-preview-fill" style={toPlace(box)} />;
          if (part.kind !== "texts") return null;
          const shown = part.texts.flatMap((text) =>
            texts[text.field] ? [{ text, value: texts[text.field] ?? "" }] : [],
          );
          return (
            <div
              key={index}
              class="badge-preview-texts"
              style={{ ...toPlace(box), justifyContent: justify[part.vertical ?? "top"] }}
            >
              {shown.map(({ text, value }) => (
                <bdi
                  key={text.field}
                  class={text.colour === "on-category" ? "badge-preview-inverse" : undefined}
                  style={{
                    fontSize: `${(100 * estimateSize(text, value, box[2])) / (width * pointsPerMillimetre)}cqw`,
                    fontWeight: text.weight === "bold" ? 700 : 400,
                  }}
                >
                  {value}
                </bdi>
              ))}
            </div>
          );
        })}
      </div>
    </figure>
  );
}

/** Uploads the photo and the letter before the form is sent, and waits for the check of each. */
export function Uploads({ draft, change, conference, conferenceId }: StepProps) {
  const reader = useTranslation();
  const { language } = reader;
  const needs = listRequiredDocuments(draft, conference);
  const upload = async (kind: DraftUploadKind, file: Blob) => {
    const uploadId = await uploadForForm(file, { kind }, { conferenceId, language });
    change((before) => setDraftUpload(before, kind, uploadId));
  };
  return (
    <>
      {needs.includes("photo") && (
        <PhotoField
          id="f-photo"
          reader={reader}
          isUploaded={draft.uploads.photo !== undefined}
          onPhoto={(photo) => upload("photo", photo)}
        />
      )}
      {needs.includes("letter") && (
        <DocumentField
          kind="letter"
          id="f-letter"
          reader={reader}
          isUploaded={draft.uploads["credential-letter"] !== undefined}
          onFile={(letter) => upload("credential-letter", letter)}
        />
      )}
    </>
  );
}
