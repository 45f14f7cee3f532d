import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { StaffGroup } from "#shared/contract/routes.ts";
import { Button } from "../kit/button.tsx";
import { Notice } from "../kit/notice.tsx";
import { endStaff, readStaff, type StaffSession } from "./staff-session.ts";
import { StaffSignIn } from "./staff-sign-in.tsx";
import type { StaffReader } from "./staff-words.ts";

/** @param everywhere whether that ends what the person has open elsewhere, too */
export type SignOut = (everywhere?: boolean) => void;

interface Props {
  readonly reader: StaffReader;
  /** Whoever is in none of them is told so. */
  readonly groups: readonly StaffGroup[];
  readonly children: (session: StaffSession, signOut: SignOut) => ComponentChildren;
}

/** Lets in whoever has signed in and belongs here; asks everybody else who they are. */
export function StaffGate({ reader, groups, children }: Props) {
  const [session, setSession] = useState(readStaff);
  const signOut: SignOut = (everywhere) => {
    endStaff(everywhere);
    setSession(undefined);
  };
  if (!session) return <StaffSignIn reader={reader} onSignedIn={setSession} />;
  if (groups.some((group) => session.groups.includes(group))) return <>{children(session, signOut)}</>;
  return (
    <div class="sheet stack">
      <Notice tone="warning">
        <p>{reader.t("staff.notYours")}</p>
      </Notice>
      <Button kind="secondary" onPress={() => signOut()}>
        {reader.t("frame.signOut")}
      </Button>
    </div>
  );
}
