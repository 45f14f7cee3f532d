/** What focal points read, in English; the catalogue whose shape the others have. */
export const delegationWords = {
  delegation: {
    title: "My delegation",
  },
};
