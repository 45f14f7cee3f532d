import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect } from "preact/hooks";
import { useIsWaiting } from "../api/retries.ts";
import { announce } from "./announce.ts";
import { Notice } from "./notices.tsx";

/** The text while a request waits to be sent again. */
const WaitingText = createContext<string | undefined>(undefined);

interface WaitingTextProviderProps {
  readonly text: string;
  readonly children: ComponentChildren;
}

/** Announces the text when a request begins to wait, and passes it to each `WaitingNotice`. */
export function WaitingTextProvider({ text, children }: WaitingTextProviderProps) {
  const isWaiting = useIsWaiting();
  useEffect(() => {
    if (isWaiting) announce(text);
  }, [isWaiting]);
  return <WaitingText.Provider value={isWaiting ? text : undefined}>{children}</WaitingText.Provider>;
}

/** Says that a request waits to be sent again, at the lower edge of what is visible; nothing otherwise. */
export function WaitingNotice() {
  const text = useContext(WaitingText);
  if (text === undefined) return null;
  return (
    <div class="waiting">
      <Notice tone="warning">
        <p>{text}</p>
      </Notice>
    </div>
  );
}
