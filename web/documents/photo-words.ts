import type { FrameWords } from "../kit/problem-notice.tsx";

/** What the field of a photo and its frame say. */
export type PhotoWords =
  | Parameters<FrameWords>[0]
  | `photo.${"label" | "hint" | "take" | "choose" | "pull" | "zoom" | "across" | "down" | "use" | "other" | "done" | "checking" | "unreadable" | "preview"}`;
