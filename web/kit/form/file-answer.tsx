import loaders from "virtual:messages/files";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Language } from "#shared/model/conference.ts";
import { getAnswerFileLimits } from "#shared/model/document.ts";
import { answerFileTypes, type Question } from "#shared/model/question.ts";
import { useAction } from "../api/use-loaded.ts";
import { Button } from "../components/button.tsx";
import { type FieldProps, FieldSet } from "../components/fields.tsx";
import { type FrameTranslate, ProblemNotice } from "../components/notices.tsx";
import { FileErrorNotice, FilePicker, FileStatus } from "../documents/document-field.tsx";
import type { AnswerUploader } from "../documents/upload.ts";
import type { PageMessages } from "../i18n/page-messages.ts";
import { usePartMessages } from "../i18n/translations.tsx";

interface FileTextProps {
  readonly t: FrameTranslate;
  readonly language: Language;
}

const useFileMessages = (language: Language) => usePartMessages<PageMessages<"files">>(loaders, language);

export interface FileAnswerFieldProps extends FileTextProps {
  readonly field: FieldProps;
  readonly question: Question;
  /** The identifier of the uploaded file; empty without one. */
  readonly value: string;
  readonly upload: AnswerUploader;
  readonly set: (value: string) => void;
}

/** The upload of a file that answers a question. A file that is refused leaves the former answer as it is. */
export function FileAnswerField({ field, question, value, upload, set, t, language }: FileAnswerFieldProps) {
  const texts = useFileMessages(language);
  const { busy, error, run } = useAction();
  // Other fields of the form change while a file is checked, so that only the latest function keeps their values.
  const setLatest = useRef<typeof set | undefined>(undefined);
  useEffect(() => {
    setLatest.current = set;
    return () => {
      setLatest.current = undefined;
    };
  });
  const [formerError, setFormerError] = useState<string>();
  if (!texts) return <p aria-busy="true" />;
  const { types, maxBytes } = getAnswerFileLimits(question);
  const accepted = answerFileTypes.filter((type) => question.fileTypes?.includes(type) ?? true);
  const kind = accepted.length > 1 ? "hintAll" : accepted[0] === "pdf" ? "hintPdf" : "hintImage";
  const limits = texts.t(`fileAnswer.${kind}`, { megabytes: maxBytes / 1_048_576 });
  const pick = (file: File) => {
    setFormerError(field.errorText);
    return run(async () => {
      const answer = await upload(question, file);
      setLatest.current?.(answer);
    });
  };
  const remove = () => {
    setFormerError(undefined);
    set("");
  };
  const errorText = field.errorText === formerError ? undefined : field.errorText;
  return (
    <FieldSet {...field} errorText={errorText} hint={[field.hint, limits].filter(Boolean).join(" ")}>
      <div class="stack-tight">
        <FileErrorNotice error={error} t={t} />
        <FileStatus
          checking={busy ? texts.t("fileAnswer.checking") : undefined}
          done={value !== "" && error === undefined ? texts.t("fileAnswer.done") : undefined}
        />
        <div class="row">
          <FilePicker
            label={texts.t(value === "" ? "fileAnswer.choose" : "fileAnswer.other")}
            accept={types.join()}
            onPick={(file) => void pick(file)}
          />
          {value !== "" && (
            <Button kind="quiet" small onPress={remove}>
              {texts.t("fileAnswer.remove")}
            </Button>
          )}
        </div>
      </div>
    </FieldSet>
  );
}

interface OpenFileButtonProps extends FileTextProps {
  /** @returns the address of the file, which is valid for a minute */
  readonly open: () => Promise<string>;
  /** The person asks to replace the answer with this file. */
  readonly isNew?: boolean;
}

/** Opens a file that answers a question: the browser saves it. */
export function OpenFileButton({ open, isNew = false, t, language }: OpenFileButtonProps) {
  const texts = useFileMessages(language);
  const { busy, error, run } = useAction();
  const save = () =>
    run(async () => {
      const link = document.createElement("a");
      link.href = await open();
      link.rel = "noreferrer";
      link.click();
    });
  if (!texts) return null;
  return (
    <>
      <ProblemNotice error={error} t={t} />
      <Button kind="quiet" small busy={busy} onPress={() => void save()}>
        {texts.t(isNew ? "fileAnswer.openNew" : "fileAnswer.open")}
      </Button>
    </>
  );
}
