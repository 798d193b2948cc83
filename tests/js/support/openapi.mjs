// Validators from Clerk's OpenAPI document, which is reference data next to the repository. If it is
// missing, tests that need it are skipped with a message; under `CI` they fail.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";

const FILE = fileURLToPath(new URL("../../../../shared/clerk/bapi-2026-05-12.yml", import.meta.url));

/** The reason to skip tests that need the document, or false. */
export const skip = !existsSync(FILE) && `Clerk's OpenAPI document is missing: ${FILE}`;
if (skip && process.env.CI) throw new Error(`${skip}. Under CI these tests must not be skipped.`);

/** Converts `nullable` of OpenAPI 3.0 to the type null of JSON Schema. */
function convertNullable(node) {
  if (Array.isArray(node)) return node.map(convertNullable);
  if (typeof node !== "object" || node === null) return node;
  const { nullable, ...rest } = node;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, convertNullable(value)]));
  // A property named nullable has a schema as its value, not a boolean.
  if (typeof nullable === "object") return { ...schema, nullable: convertNullable(nullable) };
  return nullable === true ? { anyOf: [{ type: "null" }, schema] } : schema;
}

const pointer = (...parts) => parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export function openApi() {
  const document = parse(readFileSync(FILE, "utf8"));
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true, logger: false });
  addFormats(ajv);
  ajv.addSchema(convertNullable(document), "clerk");
  const validatorAt = (schemaPath) =>
    ajv.getSchema(`clerk#${schemaPath}`) ?? ajv.compile({ $ref: `clerk#${schemaPath}` });

  const operation = (method, path) => {
    const operationObject = document.paths[path]?.[method.toLowerCase()];
    assert.ok(operationObject, `the document has no ${method} ${path}`);
    return operationObject;
  };

  function assertValid(validate, value, description) {
    const valid = validate(value);
    const errors = (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || "it"} ${message} ${JSON.stringify(params)}`,
    );
    assert.ok(
      valid,
      `${description} is not as documented:\n${errors.join("\n")}\n${JSON.stringify(value).slice(0, 500)}`,
    );
  }

  return {
    parameters: (method, path) =>
      operation(method, path).parameters.map((parameter) =>
        parameter.$ref ? document.components.parameters[parameter.$ref.split("/").at(-1)] : parameter,
      ),
    statuses: (method, path) => Object.keys(operation(method, path).responses).map(Number),
    /** The names of the properties of a named schema. */
    properties: (name) => Object.keys(document.components.schemas[name].properties),
    /** A named schema. */
    schema: (name, value) => assertValid(validatorAt(pointer("components", "schemas", name)), value, name),
    /** Validates the body of a request. */
    request(method, path, body) {
      operation(method, path);
      assertValid(
        validatorAt(
          pointer("paths", path, method.toLowerCase(), "requestBody", "content", "application/json", "schema"),
        ),
        body,
        `the body of ${method} ${path}`,
      );
    },
    /** Validates the body of a response; an undocumented error response must have the general format of errors. */
    response(method, path, status, body) {
      const response = operation(method, path).responses[status];
      const description = `the response ${status} of ${method} ${path}`;
      if (response === undefined) {
        assert.ok(status >= 400, `${description} is not documented`);
        return this.schema("ClerkErrors", body);
      }
      const schemaPath = response.$ref
        ? response.$ref.slice(1)
        : pointer("paths", path, method.toLowerCase(), "responses", String(status));
      assertValid(validatorAt(`${schemaPath}${pointer("content", "application/json", "schema")}`), body, description);
    },
  };
}
