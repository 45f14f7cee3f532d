import { call } from "../api/client.ts";
import { DocumentField } from "../documents/document-field.tsx";
import { post, untilChecked } from "../documents/upload.ts";
import { moment } from "../i18n/dates.ts";
import { Tag } from "../kit/notice.tsx";
import type { Team } from "./team.ts";
import { useWords } from "./words.ts";

/** The credential letter in all its versions, and a new one. */
export function Letters({ delegation: { delegationId, letters }, conference, token, again }: Team) {
  const reader = useWords();
  const { t, language } = reader;
  const upload = async (file: File) => {
    const params = { delegationId };
    const body = { kind: "credential-letter" as const, contentType: file.type, size: file.size };
    const { documentId, ...form } = await call("requestLetter", { params, body, token, language });
    await post(form, file);
    await untilChecked(documentId, language, token);
    again();
  };
  return (
    <div class="sheet stack">
      <DocumentField kind="letter" id="letter" reader={reader} isThere={letters.length > 0} onFile={upload} />
      {letters.length > 0 && (
        <ul>
          {letters.toReversed().map(({ version, at, readAt }) => (
            <li key={version}>
              {t("letters.version", { version, date: moment(at, conference.timeZone, language) })}{" "}
              <Tag tone={readAt ? "success" : "info"}>{t(readAt ? "letters.read" : "letters.unread")}</Tag>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
