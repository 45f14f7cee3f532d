import type { AnswerOf } from "../api/client.ts";
import { Notice } from "../kit/notice.tsx";

/** Why a job ended without a result, and where its sheet is wrong. */
export function JobFailed({ job: { problem } }: { readonly job: AnswerOf<"readJob"> }) {
  return (
    <Notice tone="danger" urgent>
      <p>
        <strong>{problem?.title}</strong>
      </p>
      <ul>
        {(problem?.errors ?? []).map(({ row, column, path, message }) => (
          <li key={`${row} ${path}`}>
            {row}
            {column && (
              <>
                , <bdi>{column}</bdi>
              </>
            )}
            : {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
