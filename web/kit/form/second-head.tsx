import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "#shared/contracts/problem.ts";
import { ApiError } from "../api/client.ts";
import { Button } from "../components/button.tsx";
import { Notice } from "../components/notices.tsx";

/** The text that names the present head of delegation, if that is the problem and the caller may replace them. */
export function findHeadText(problem: Problem | undefined): string | undefined {
  const named = problem?.code === "second-head" ? (problem.errors ?? []) : [];
  return named.length > 0 ? named.map(({ message }) => message).join(" ") : undefined;
}

/** As `findHeadText`, for a failed request. */
export const findHeadTextOfFailure = (failure: unknown): string | undefined =>
  failure instanceof ApiError ? findHeadText(failure.problem) : undefined;

/**
 * The state of the question to the secretariat whether a second head of delegation replaces the present one.
 * `askAtSecondHead` sends a request; where only that prevents it, `headText` asks. It throws any other failure.
 */
export function useSecondHead() {
  const [headText, setHeadText] = useState<string>();
  const askAtSecondHead = async (send: () => Promise<void>) => {
    setHeadText(undefined);
    try {
      await send();
    } catch (failure) {
      const found = findHeadTextOfFailure(failure);
      if (found === undefined) throw failure;
      setHeadText(found);
    }
  };
  return { headText, askAtSecondHead, forgetHead: () => setHeadText(undefined) };
}

interface SecondHeadNoticeProps {
  /** Names the present head; nothing is shown without it. */
  readonly headText: string | undefined;
  readonly t: (key: `head.${"ask" | "handOver"}`) => string;
  readonly busy: boolean;
  readonly onHandOver: () => void;
}

/** Asks whether the role passes from the present head of delegation to another person. It takes the focus. */
export function SecondHeadNotice({ headText, t, busy, onHandOver }: SecondHeadNoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [headText]);
  if (headText === undefined) return null;
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="warning" urgent>
        <p>
          <strong>
            <bdi>{headText}</bdi>
          </strong>
        </p>
        <p>{t("head.ask")}</p>
        <Button kind="secondary" small busy={busy} onPress={onHandOver}>
          {t("head.handOver")}
        </Button>
      </Notice>
    </div>
  );
}
