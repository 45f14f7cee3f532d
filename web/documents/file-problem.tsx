import { saidBy } from "../form/faults.ts";
import { Notice } from "../kit/notice.tsx";
import { type FrameWords, ProblemNotice } from "../kit/problem-notice.tsx";
import { FileRefused } from "./upload.ts";

/** Why a file wasn't taken: what the check found in it, what was wrong before it was sent, or that it didn't get there. */
export function FileProblem({ error, t }: { readonly error: unknown; readonly t: FrameWords }) {
  if (error === undefined) return null;
  const said = error instanceof FileRefused ? [error.message] : Object.values(saidBy(error));
  if (said.length === 0) return <ProblemNotice error={error} t={t} />;
  return (
    <Notice tone="danger" urgent>
      {said.map((each) => (
        <p key={each}>{each}</p>
      ))}
    </Notice>
  );
}
