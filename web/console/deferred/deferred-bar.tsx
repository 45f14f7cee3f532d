import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { NetworkError } from "../../kit/api/client.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { getProblemTexts, Notice } from "../../kit/components/notices.tsx";
import { buildHref } from "../../kit/hooks/use-location.ts";
import { hasShortcutsEnabled, isInTextInput } from "../shortcuts.ts";
import { useTranslation } from "../translations.ts";
import type { DeferredDecision, DeferredDecisions, FailedDecision } from "./deferred-decisions.ts";
import { useDeferred } from "./use-deferred-decisions.ts";
import { useRegistrationLocation, useUndo } from "./use-undo.ts";

interface DeferredProps {
  readonly deferred: DeferredDecisions;
}

/** The deferred decisions, at the lower edge of what is visible: the last one with its time, and those that failed. */
export function DeferredBar({ deferred }: DeferredProps) {
  const { t } = useTranslation();
  const all = useDeferred(deferred, (each) => each.list());
  const failed = useDeferred(deferred, (each) => each.listFailed());
  useUndoDecisionKeys(deferred);
  if (all.length === 0 && failed.length === 0) return null;
  return (
    <section class="deferred stack-tight" aria-label={t("deferred.title")}>
      {failed.map((failure) => (
        <FailedNotice key={failure.decision.idempotencyKey} {...{ deferred, failure }} />
      ))}
      {all.length > 0 && <DeferredRow {...{ deferred, all }} />}
    </section>
  );
}

/** Buttons whose focus, when they go, is given to the open registration or else to the page. */
function PassingButtons({ children }: { readonly children: ComponentChildren }) {
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const buttons = row.current;
    return () => {
      if (!buttons?.contains(document.activeElement)) return;
      setTimeout(() => (document.getElementById("case-name") ?? document.getElementById("main"))?.focus());
    };
  }, []);
  return (
    <div ref={row} class="row">
      {children}
    </div>
  );
}

/** Z undoes the last decision, and so does Ctrl+Z, also where single keys are turned off. */
function useUndoDecisionKeys(deferred: DeferredDecisions): void {
  const undo = useUndo(deferred);
  const latest = useRef(undo);
  latest.current = undo;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
      const last = deferred.findLast();
      if (key.toLowerCase() !== "z" || altKey || shiftKey || isInTextInput(event) || !last) return;
      if (!(ctrlKey || metaKey || hasShortcutsEnabled())) return;
      event.preventDefault();
      latest.current(last);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [deferred]);
}

interface DeferredRowProps extends DeferredProps {
  readonly all: readonly DeferredDecision[];
}

function DeferredRow({ deferred, all }: DeferredRowProps) {
  const { t } = useTranslation();
  const undo = useUndo(deferred);
  const waiting = all.filter(({ isSent }) => !isSent);
  const last = waiting.at(-1);
  const seconds = useSecondsLeft(last?.dueAt);
  const formatName = useDecisionName();
  /** One that is the last again, after another was undone, is not announced again. */
  const announced = useRef(new Set<string>());
  useEffect(() => {
    if (!last || announced.current.has(last.idempotencyKey)) return;
    announced.current.add(last.idempotencyKey);
    const parts = [formatName(last), t("deferred.in", { count: seconds })];
    announce([...parts, ...(hasShortcutsEnabled() ? [t("deferred.byKey", { key: "Z" })] : [])].join(". "));
  }, [last?.idempotencyKey]);
  const shown = last ?? all.at(-1);
  if (!shown) return null;
  return (
    <div class="notice info deferred-row">
      <p>
        <strong>
          <bdi>{formatName(shown)}</bdi>
        </strong>{" "}
        <span class="number">{last ? t("deferred.in", { count: seconds }) : t("deferred.underWay")}</span>{" "}
        {all.length > 1 && <span class="soft number">{t("deferred.more", { count: all.length - 1 })}</span>}
      </p>
      {last && (
        <PassingButtons>
          <Button small onPress={() => undo(last)}>
            {t("deferred.undo")}
          </Button>
          <kbd>{hasShortcutsEnabled() ? "Z" : "Ctrl Z"}</kbd>
          <Button kind="secondary" small onPress={() => void deferred.carryOutAll()}>
            {t("deferred.now", { count: waiting.length })}
          </Button>
        </PassingButtons>
      )}
    </div>
  );
}

/** What is decided, and on whom. */
function useDecisionName() {
  const { t } = useTranslation();
  return ({ body, name }: DeferredDecision) => `${t(`decide.${body.decision}`)}${t("common.colon")}${name}`;
}

/** The seconds until a time, in ms since 1970; at least 1. */
function useSecondsLeft(dueAt = 0): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [dueAt]);
  return Math.max(1, Math.ceil((dueAt - now) / 1_000));
}

interface FailedNoticeProps extends DeferredProps {
  readonly failure: FailedDecision;
}

/** Says whose decision failed and why, with a way to the registration. */
function FailedNotice({ deferred, failure }: FailedNoticeProps) {
  const { t } = useTranslation();
  const locate = useRegistrationLocation();
  const formatName = useDecisionName();
  const { decision, error } = failure;
  const [title, detail] = getProblemTexts(error, t);
  return (
    <Notice tone="danger" urgent>
      <p>
        <strong>
          {t("deferred.failed")} <bdi>{formatName(decision)}</bdi>
        </strong>
      </p>
      <p>{title}</p>
      {detail && <p>{detail}</p>}
      <PassingButtons>
        <a class="button secondary small" href={buildHref(locate(decision))}>
          {t("deferred.open")}
        </a>
        {error instanceof NetworkError && (
          <Button kind="secondary" small onPress={() => deferred.retry(failure)}>
            {t("common.retry")}
          </Button>
        )}
        <Button kind="quiet" small onPress={() => deferred.dismiss(failure)}>
          {t("common.close")}
        </Button>
      </PassingButtons>
    </Notice>
  );
}
