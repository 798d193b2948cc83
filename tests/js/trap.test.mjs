// A trap in the wasm, caused on purpose.
//
// The wasm itself does not trap, so the test makes one of its imported functions trap, once. That trap
// passes through the frames of the wasm and leaves the instance in the same broken state as a trap of its own code.
import assert from "node:assert/strict";
import { before } from "node:test";
import { testTraps, traps } from "./support/traps.mjs";

// (module (func (export "trap") unreachable))
const TRAPPING_MODULE = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  4,
  1,
  96,
  0,
  0,
  3,
  2,
  1,
  0,
  7,
  8,
  1,
  4,
  116,
  114,
  97,
  112,
  0,
  0,
  10,
  5,
  1,
  3,
  0,
  0,
  11,
);

// The client loads its wasm at the first call.
before(() => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(TRAPPING_MODULE));
  const { Instance } = WebAssembly;
  const trapping =
    (original) =>
    (...args) => {
      if (traps.mustTrap()) exports.trap();
      return original(...args);
    };
  WebAssembly.Instance = function (module, imports) {
    if (imports === undefined) return new Instance(module); // the module that decompresses the client's wasm
    traps.instances += 1;
    const trappingImports = Object.fromEntries(
      Object.entries(imports.$).map(([name, value]) => [name, typeof value === "function" ? trapping(value) : value]),
    );
    return new Instance(module, { $: trappingImports });
  };
});

testTraps({ assertCause: (cause) => assert.ok(cause instanceof WebAssembly.RuntimeError), minTrapPoints: 30 });
