export const console = {
  title: "Secretariat",
};
