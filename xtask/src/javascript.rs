//! Translates the client's wasm to JavaScript, for hosts without WebAssembly (`clerk-metadata/js`).

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use walrus::Module;
use xshell::{Shell, cmd};

use crate::wasm::{self, Crate};

/// Features that wasm2js cannot translate, and that wasm-bindgen only uses if rustc enabled them. The code that
/// rustc emits for the client uses neither of them.
const DISABLED: [&str; 2] = ["reference-types", "multivalue"];

/// Replaces the instructions that wasm2js cannot translate.
const LOWERING: [&str; 2] = ["--signext-lowering", "--llvm-nontrapping-fptoint-lowering"];

/// Writes `bindgen/NAME_core.js`, which exports `makeCore(imports)`, and its glue `bindgen/NAME_js_bg.js`.
///
/// # Errors
/// If a build step fails, or its output has an unexpected form.
pub fn build(shell: &Shell, target_crate: &Crate, built: &Path) -> Result<()> {
    let name = format!("{}_js", target_crate.name);
    let out = wasm::out_dir();
    let lowered = out.join(format!("{name}.input.wasm"));
    fs::write(&lowered, disable_features(fs::read(built)?)?)?;
    let bound = wasm::bind(&lowered, &name, define_reserved_slots)?;
    fs::write(&bound.glue, adapt_glue(&fs::read_to_string(&bound.glue)?)?)?;
    let features = wasm::FEATURES
        .into_iter()
        .filter(|flag| !DISABLED.iter().any(|name| flag.ends_with(name)));
    let flags: Vec<_> = features.chain(LOWERING).collect();
    wasm::optimize(shell, &bound.wasm, &flags, &lowered)?;
    let script = out.join(format!("bindgen/{}_core.js", target_crate.name));
    cmd!(
        shell,
        "node pkg/node_modules/binaryen/bin/wasm2js -Oz --enable-bulk-memory {lowered} -o {script}"
    )
    .run()?;
    fs::remove_file(lowered)?;
    fs::write(&script, to_factory(&fs::read_to_string(&script)?)?)?;
    Ok(())
}

/// Marks the features as unused in the section `target_features`, which wasm-bindgen reads.
fn disable_features(mut wasm: Vec<u8>) -> Result<Vec<u8>> {
    for feature in DISABLED {
        let mut entry = vec![b'+', u8::try_from(feature.len())?];
        entry.extend(feature.bytes());
        let mut found = (0..wasm.len()).filter(|at| wasm[*at..].starts_with(&entry));
        let at = found.next().context("a feature is not listed")?;
        ensure!(found.next().is_none(), "a feature is listed twice");
        wasm[at] = b'-';
    }
    Ok(wasm)
}

/// Defines the end of the reserved slots in the JavaScript array that replaces the reference table. wasm-bindgen
/// defines it only if it uses reference types.
fn define_reserved_slots(module: &mut Module) -> Result<()> {
    let import = (module.imports)
        .get_func(
            "__wbindgen_externref_xform__",
            "__wbindgen_externref_statics_end",
        )
        .context("the client does not import the end of the constants")?;
    module.replace_imported_func(import, |(body, _)| {
        body.i32_const(RESERVED_SLOTS);
    })?;
    Ok(())
}

/// 1024 empty slots, then `undefined`, `null`, `true` and `false`.
const RESERVED_SLOTS: i32 = 1028;

/// Adapts the glue to memory that is an `ArrayBuffer` instead of wasm memory.
fn adapt_glue(glue: &str) -> Result<String> {
    let mut glue = glue.to_owned();
    for (part, replacement) in GLUE_REPLACEMENTS {
        ensure!(
            glue.matches(part).count() == 1,
            "the glue does not contain this exactly once: {part}"
        );
        glue = glue.replace(part, replacement);
    }
    Ok(glue)
}

const GLUE_REPLACEMENTS: [(&str, &str); 3] = [
    // Growing wasm memory detaches its views. Replacing an `ArrayBuffer` does not.
    (
        "cachedUint8ArrayMemory0.byteLength === 0",
        "cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer",
    ),
    (
        "cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)",
        "cachedDataViewMemory0.buffer !== wasm.memory.buffer",
    ),
    // The fallback for a missing `encodeInto` must not write beyond the end of the buffer.
    (
        "view.set(buf);",
        "if (buf.length > view.length) return { read: 0, written: 0 };\n        view.set(buf);",
    ),
];

/// Wraps the output of wasm2js in a function that creates an instance. wasm2js writes a module with a single
/// instance, and part of its state is outside of the function `asmFunc`.
fn to_factory(script: &str) -> Result<String> {
    let body = script
        .strip_prefix("import * as $ from '$';\n")
        .and_then(|rest| rest.split_once("\nvar retasmFunc = asmFunc("))
        .map(|(body, _)| body)
        .context("the output of wasm2js has an unexpected form")?;
    Ok(format!(
        "export function makeCore($) {{\n{body}\nreturn asmFunc({{ $ }});\n}}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::{disable_features, to_factory};

    #[test]
    fn a_feature_is_marked_as_unused() {
        let wasm = b"\x02+\x0freference-types+\x0amultivalue+\x08sign-ext".to_vec();
        let expected = b"\x02-\x0freference-types-\x0amultivalue+\x08sign-ext";
        assert_eq!(disable_features(wasm).unwrap(), expected);
    }

    #[test]
    fn a_feature_that_is_not_listed_is_an_error() {
        assert!(disable_features(b"\x01+\x0freference-types".to_vec()).is_err());
    }

    #[test]
    fn the_module_becomes_a_factory_function() {
        let script = "import * as $ from '$';\nvar view;\nfunction asmFunc(imports) {}\n\nvar retasmFunc = asmFunc({\n  \"$\": $,\n});\nexport var a = retasmFunc.a;\n";
        let expected = "export function makeCore($) {\nvar view;\nfunction asmFunc(imports) {}\n\nreturn asmFunc({ $ });\n}\n";
        assert_eq!(to_factory(script).unwrap(), expected);
        assert!(to_factory("export {};").is_err());
    }
}
