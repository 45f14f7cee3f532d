export const desk = {
  title: "Entry desk",
};
