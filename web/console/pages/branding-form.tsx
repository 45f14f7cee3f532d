import { mendColour } from "#shared/branding/colours.rules.ts";
import { getLogoPath } from "#shared/model/branding.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { Button } from "../../kit/components/button.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { ErrorSummary, LoadNotice, ProblemNotice } from "../../kit/components/notices.tsx";
import { type TextsDraft, TextsField } from "../../kit/form/texts-field.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { MissingTranslations } from "./missing-translations.tsx";
import { PageUpload } from "./page-upload.tsx";
import { useResourceDraft } from "./use-resource-draft.ts";

interface BrandingDraft {
  readonly logo: string | null;
  readonly colour: string;
  readonly name: TextsDraft;
  readonly contact: string;
  readonly website: string;
}

const toBrandingDraft = ({ logo, colour, name, contact, website }: ApiAnswer<"getBranding">): BrandingDraft => ({
  logo: logo ?? null,
  colour: colour ?? "",
  name: { en: "", ...name },
  contact: contact ?? "",
  website: website ?? "",
});

const toBrandingBody = ({ logo, colour, name, contact, website }: BrandingDraft) => ({
  logo,
  colour: colour || null,
  name: Object.values(name).some(Boolean) ? name : null,
  contact: contact || null,
  website: website || null,
});

const isColour = (text: string) => /^#[0-9a-f]{6}$/i.test(text);

/** Logo, name, colour and address of the organization. */
export function BrandingForm() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId, languages } = settings;
  const params = { conferenceId };
  const form = useResourceDraft(
    {
      load: (signal) => callApi("getBranding", { params, signal }),
      toDraft: toBrandingDraft,
      save: (draft, version) => callApi("putBranding", { params, body: toBrandingBody(draft), version }),
    },
    [conferenceId],
  );
  const { loaded, draft, change, fieldErrors, attempt, busy, error } = form;
  if (!draft) return <LoadNotice {...{ loaded, reload: form.discard, t }} />;
  const field = (path: "colour" | "contact" | "website") => ({
    id: `branding-${path}`,
    label: t(`pages.${path}`),
    optional: t("common.optional"),
    dir: "ltr" as const,
    errorText: fieldErrors[path],
    value: draft[path],
    onInput: (value: string) => change({ [path]: value }),
  });
  const mended = isColour(draft.colour) ? mendColour(draft.colour) : undefined;
  const summary = Object.entries(fieldErrors).map(([path, message]) => ({
    id: `branding-${path.replace(".", "-")}`,
    label: t(`pages.${(path.split(".")[0] ?? "name") as "name"}`),
    message,
  }));
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), form.submit()]}>
      <h3>{t("pages.branding")}</h3>
      <ErrorSummary t={t} errors={summary} attempt={attempt} />
      <ProblemNotice error={error} t={t} onRetry={form.discard} />
      <section class="field stack-tight" id="branding-logo" tabIndex={-1} aria-labelledby="branding-logo-title">
        <h4 id="branding-logo-title">{t("pages.logo")}</h4>
        <p class="hint">{t("pages.logoHint")}</p>
        {draft.logo !== null && (
          <LogoPreview logo={draft.logo} isSaved={loaded.state === "ready" && loaded.value.logo === draft.logo} />
        )}
        {fieldErrors["logo"] && <p class="fault">{fieldErrors["logo"]}</p>}
        <PageUpload kind="logo" label={t("pages.chooseLogo")} onUploaded={(logo) => change({ logo })} />
        {draft.logo !== null && (
          <div class="row">
            <Button kind="quiet" small onPress={() => change({ logo: null })}>
              {t("pages.removeLogo")}
            </Button>
          </div>
        )}
      </section>
      <TextsField
        id="branding-name"
        label={t("pages.name")}
        value={draft.name}
        t={t}
        languages={languages}
        getErrorText={(language) => fieldErrors[`name.${language}`]}
        onTexts={(name) => change({ name })}
      />
      <div class="pair">
        <TextField {...field("colour")} hint={t("pages.colourHint")} short />
        <TextField {...field("contact")} hint={t("pages.contactHint")} type="email" />
        <TextField {...field("website")} />
      </div>
      {mended !== undefined && (
        <p role="status">
          <svg class="swatch" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width="1" height="1" fill={mended} />
          </svg>{" "}
          {mended === draft.colour.toLowerCase()
            ? t("pages.colourPasses")
            : t("pages.colourMended", { colour: mended })}
        </p>
      )}
      <MissingTranslations texts={[{ label: t("pages.name"), texts: draft.name }]} languages={languages} />
      <div class="row">
        <Button type="submit" busy={busy}>
          {t("pages.saveBranding")}
        </Button>
      </div>
    </form>
  );
}

/** The published logo; a new one is published when it is saved. */
function LogoPreview({ logo, isSaved }: { readonly logo: string; readonly isSaved: boolean }) {
  const { t } = useTranslation();
  return isSaved ? (
    <img class="shell-logo" src={getLogoPath(logo)} alt={t("pages.logo")} />
  ) : (
    <p>{t("pages.logoNew")}</p>
  );
}
