/** Makes every `new Date()` and `Date.now()` of this process run off by what `offsetMs` says at that moment. */
export const bendClock = (offsetMs: () => number): void => {
  const honest = Date;
  const now = (): number => honest.now() + offsetMs();
  globalThis.Date = new Proxy(honest, {
    construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [now()] : given, self),
    get: (target, name, self) => (name === 'now' ? now : Reflect.get(target, name, self)),
  });
};
