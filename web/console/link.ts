/** Where in the console one is, as an address that can be sent to a colleague; what is empty isn't in it. */
export const linkTo = (place: Readonly<Record<string, string | undefined>>): string =>
  `#${new URLSearchParams(Object.entries(place).flatMap(([name, value]) => (value ? [[name, value]] : [])))}`;
