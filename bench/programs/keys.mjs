/** Secret keys to take in turn: emulate answers 5000 requests an hour for each, and no setting changes that. */
export const KEYS = Array.from({ length: 100 }, (_, index) => `sk_test_bench${index}`);
