import type { ApiCallOptions } from "../../kit/api/client.ts";
import { Button } from "../../kit/components/button.tsx";
import { type TextsDraft, TextsField } from "../../kit/form/texts-field.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { AudienceField } from "./audience-field.tsx";
import { PageUpload } from "./page-upload.tsx";

export type FileDraft = Omit<NonNullable<ApiCallOptions<"putPage">["body"]["files"]>[number], "title"> & {
  readonly title: TextsDraft;
};

interface PageFilesProps {
  readonly files: readonly FileDraft[];
  /** @param path such as `0.title.en` */
  readonly getErrorText: (path: string) => string | undefined;
  readonly onChange: (update: (before: readonly FileDraft[]) => readonly FileDraft[]) => void;
}

/** The files of the page: title and audience of each, and the upload of another one. */
export function PageFiles({ files, getErrorText, onChange }: PageFilesProps) {
  const { t } = useTranslation();
  const { languages } = useConsoleContext().settings;
  const change = (index: number, changed: Partial<FileDraft>) =>
    onChange((before) => before.map((each, at) => (at === index ? { ...each, ...changed } : each)));
  return (
    <section class="stack" aria-labelledby="page-files-title">
      <h4 id="page-files-title">{t("pages.files")}</h4>
      {files.map(({ uploadId, title, audience }, index) => (
        <div key={uploadId} class="part stack-tight" id={`page-files-${index}-uploadId`} tabIndex={-1}>
          <TextsField
            id={`page-files-${index}-title`}
            label={t("pages.fileTitle")}
            value={title}
            t={t}
            languages={languages}
            getErrorText={(language) => getErrorText(`${index}.title.${language}`)}
            onTexts={(texts) => change(index, { title: texts })}
          />
          <AudienceField
            id={`page-file-${uploadId}`}
            value={audience}
            onChange={(next) => change(index, { audience: next })}
          />
          {getErrorText(`${index}.uploadId`) && <p class="fault">{getErrorText(`${index}.uploadId`)}</p>}
          <div class="row">
            <Button kind="quiet" small onPress={() => onChange((before) => before.filter((_, at) => at !== index))}>
              {t("setup.remove", { name: title.en })}
            </Button>
          </div>
        </div>
      ))}
      <PageUpload
        kind="page-file"
        label={t("pages.addFile")}
        onUploaded={(uploadId, file) =>
          onChange((before) => [
            ...before,
            { uploadId, title: { en: file.name.replace(/\.[^.]*$/, "") }, audience: "everyone" },
          ])
        }
      />
    </section>
  );
}
