// Uses only an error guard, so its bundle must not contain wasm.
import { isClerkAPIResponseError } from "clerk-metadata";

const error = Object.assign(new Error("no"), {
  name: "ClerkAPIResponseError",
  code: "api_response_error",
  clerkError: true,
  status: 404,
  errors: [],
});
console.log(JSON.stringify([isClerkAPIResponseError(error), isClerkAPIResponseError(new Error("no"))]));
