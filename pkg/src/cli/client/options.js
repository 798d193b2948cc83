// The options and variables of every command that sends requests.

export const SECRET_KEY = "CLERK_SECRET_KEY";
export const API_URL = "CLERK_API_URL";
export const API_VERSION = "CLERK_API_VERSION";

/** @satisfies {Record<string, import("../types.js").Option>} */
export const CLIENT_OPTIONS = {
  "api-url": {
    type: "url",
    description: "URL of the Backend API. Default: the variable CLERK_API_URL, or https://api.clerk.com.",
  },
  "env-file": {
    type: "string",
    placeholder: "FILE",
    description: "Read the variables from this file instead of .env.local and .env.",
  },
  "no-env-file": { type: "boolean", description: "Do not read .env.local and .env." },
};

/** @type {import("../types.js").Option} */
export const YES_OPTION = { type: "boolean", description: "Do not ask before users of a live instance are changed." };

/** @type {import("../types.js").Option} */
export const QUIET_OPTION = { type: "boolean", description: "Print no progress." };

/** In milliseconds. */
export const DEFAULT_MAX_OFFLINE = 15 * 60_000;

/**
 * Of the commands that wait for the network.
 * @satisfies {Record<string, import("../types.js").Option>}
 */
export const MAX_OFFLINE_OPTION = {
  "max-offline": {
    type: "duration",
    description: "Stop if there is no response for so long, such as 90s, 15m or 2h. Default: 15m.",
  },
};

/**
 * Of commands of jobs that send no request: accepted, so that a script can pass the same options to all of them.
 * @satisfies {Record<string, import("../types.js").Option>}
 */
export const OFFLINE_OPTIONS = {
  quiet: QUIET_OPTION,
  "env-file": { type: "string", placeholder: "FILE", description: "Has no effect: the command needs no key." },
  "no-env-file": { type: "boolean", description: "Has no effect: the command needs no key." },
};

/** @type {Record<string, string>} */
export const CLIENT_ENVIRONMENT = {
  [SECRET_KEY]: "Secret key of the instance. Required, here or in .env.local or .env.",
  [API_URL]: "Used if --api-url is missing.",
  [API_VERSION]: "Version of the Backend API. Default: v1.",
};
