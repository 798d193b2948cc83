// A row of a file, which remembers its text.

/** @import { WasmBulkInput } from "./types.js" */

/** What the rows of a file have in common. @typedef {{ input: WasmBulkInput, headers: string[] }} InputFile */

/** A row that `readRows` has read. Not a plain object, so that it is not mistaken for the row itself. */
export class InputRow {
  /** @type {InputFile} */
  #file;

  /**
   * @param {InputFile} file
   * @param {number} line
   * @param {string} source
   * @param {string} json
   */
  constructor(file, line, source, json) {
    this.#file = file;
    this.line = line;
    this.source = source;
    this.json = json;
  }

  /**
   * Whether a value is a row of a file. Unlike `instanceof`, it calls no code of a proxy.
   * @param {any} value
   * @returns {value is InputRow}
   */
  static is(value) {
    return typeof value === "object" && value !== null && #file in value;
  }

  get header() {
    return headerLine(this.#file.headers[0]);
  }

  get errorHeader() {
    return headerLine(this.#file.headers[1]);
  }

  /** @param {string} message */
  withError(message) {
    return `${this.#file.input.withError(this.source, String(message))}\n`;
  }
}

/** @param {string | undefined} text */
const headerLine = (text) => (text === undefined ? "" : `${text}\n`);
