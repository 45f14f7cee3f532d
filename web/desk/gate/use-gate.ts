import { useEffect, useState } from "preact/hooks";
import type { Gate } from "./gate.ts";
import type { GateState } from "./gate-state.ts";

/** How often a gate asks what changed while it has the network, and whether it is back while it hasn't, in ms. */
const [whileOnline, whileOffline] = [20_000, 5_000];

/** The gate as it is, which synchronises from time to time, and at once when the network is back. */
export function useGate(gate: Gate): GateState {
  const [state, setState] = useState(gate.state);
  useEffect(() => {
    setState(gate.state);
    return gate.follow(setState);
  }, [gate]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const again = async () => {
      clearTimeout(timer);
      await gate.synchronise();
      clearTimeout(timer);
      if (!isOver) timer = setTimeout(again, gate.state.network === "online" ? whileOnline : whileOffline);
    };
    const back = () => void again();
    const gone = () => gate.disconnect();
    addEventListener("online", back);
    addEventListener("offline", gone);
    void again();
    return () => {
      isOver = true;
      clearTimeout(timer);
      removeEventListener("online", back);
      removeEventListener("offline", gone);
    };
  }, [gate]);
  return state;
}
