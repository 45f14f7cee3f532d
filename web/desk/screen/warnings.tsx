import { Button } from "../../kit/button.tsx";
import { Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import type { GateState } from "../gate/gate-state.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly state: GateState;
  readonly onOpen: () => void;
}

/** What somebody has to deal with: why the last exchange failed, and whom the records have something against. */
export function Warnings({ state: { problem, toLookInto }, onOpen }: Props) {
  const { t } = useWords();
  return (
    <>
      {problem !== undefined && <ProblemNotice error={problem} t={t} />}
      <div role="status">
        {toLookInto.length > 0 && (
          <Notice tone="warning">
            <Button kind="secondary" small onPress={onOpen}>
              {t("desk.conflicts.open", { count: toLookInto.length })}
            </Button>
          </Notice>
        )}
      </div>
    </>
  );
}
