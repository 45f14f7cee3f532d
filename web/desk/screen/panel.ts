/** What may lie over the desk. */
export type Panel = "find" | "hand-out" | "walk-in" | "conflicts" | "leave";
