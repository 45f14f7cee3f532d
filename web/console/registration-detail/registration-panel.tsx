import openedMessages from "virtual:messages/opened";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import type { StaffRegistration } from "../console-context.ts";
import { formatPersonName } from "../labels.tsx";
import { createLazyView } from "../lazy-view.tsx";
import { useTranslation } from "../translations.ts";
import type { RegistrationReview, useOpenRegistration } from "./use-review.ts";

const loadDetail = () => import("./registration-detail.tsx").then((part) => part.RegistrationDetail);
const RegistrationDetail = createLazyView(loadDetail, openedMessages);

interface RegistrationPanelProps {
  readonly opened: ReturnType<typeof useOpenRegistration>;
  readonly review: RegistrationReview;
  /** Whether a registration is open, also while it loads. */
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Shows the registration after a change. */
  readonly onChanged: (after: StaffRegistration) => void;
  /** Shown above the registration. */
  readonly children?: ComponentChildren;
}

/** The open registration beside a list, and the dialog of a decision on it. */
export function RegistrationPanel({ opened, review, isOpen, onClose, onChanged, children }: RegistrationPanelProps) {
  const { t } = useTranslation();
  const { registration } = opened;
  // The list is shown first; the code for what one does with registrations is loaded meanwhile. `RegistrationDetail` loads
  // its own when it is shown: here it is only loaded early. If that fails, nothing is lost.
  useEffect(() => void loadDetail().catch(() => {}), []);
  const Decision = useLazyComponent(() => import("./decision-dialog.tsx").then((part) => part.DecisionDialog));
  return (
    <>
      <section class="review-case" aria-label={t("case.title")}>
        {children}
        {registration ? (
          <RegistrationDetail {...{ registration, review, onClose, onChanged }} reload={opened.reload} />
        ) : (
          <NoRegistration isLoading={isOpen} error={opened.error} onRetry={opened.reload} />
        )}
      </section>
      {registration && review.pending && Decision && (
        <Decision
          title={`${t(`decide.${review.pending.decision}`)}${t("common.colon")}${formatPersonName(registration)}`}
          registration={registration}
          pending={review.pending}
          busy={review.busy}
          error={review.error}
          onSend={review.send}
          onCancel={review.cancel}
        />
      )}
    </>
  );
}

interface NoRegistrationProps {
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Shown if no registration is open, it is loading, or it failed to load. */
function NoRegistration({ isLoading, error, onRetry }: NoRegistrationProps) {
  const { t } = useTranslation();
  if (error !== undefined) return <ProblemNotice error={error} t={t} onRetry={onRetry} />;
  if (isLoading) return <p aria-busy="true">{t("common.loading")}</p>;
  return (
    <Notice>
      <p>{t("queue.nobodyOpen")}</p>
    </Notice>
  );
}
