/** Secret keys that are used in rotation, because emulate limits each key to 5000 requests per hour in all settings. */
export const KEYS = Array.from({ length: 100 }, (_, index) => `sk_test_bench${index}`);
