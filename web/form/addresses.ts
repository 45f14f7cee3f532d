/** The addresses that were typed into one field: one in each line, or with commas between them. */
export const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);
