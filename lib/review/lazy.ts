/** A value that is made when it is first asked for: most of what a plan holds is never looked at. */
export const lazy = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};
