/**
 * Milliseconds since an arbitrary moment. Not the wall clock, which can be changed, and which a framework may forbid
 * during a prerender.
 */
export const monotonicNow = () => globalThis.performance?.now?.();
