import { useRef } from "preact/hooks";

/** Sends a request under an idempotency key. */
type SendOnce = <Answer>(content: unknown, send: (idempotencyKey: string) => Promise<Answer>) => Promise<Answer>;

/**
 * A request that takes effect once, although it is sent again after a failure: with the same content, it has the same
 * idempotency key until it succeeds. Sent again after that, it is another request.
 */
export function useSendOnce(): SendOnce {
  const last = useRef({ content: "", key: "" });
  return async (content, send) => {
    const text = JSON.stringify(content);
    if (last.current.content !== text) last.current = { content: text, key: crypto.randomUUID() };
    const answer = await send(last.current.key);
    last.current = { content: "", key: "" };
    return answer;
  };
}
