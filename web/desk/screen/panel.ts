/** What may lie over the desk. */
export type Panel = "find" | "walk-in" | "conflicts" | "leave";
