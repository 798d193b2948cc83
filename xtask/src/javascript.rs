//! The client's wasm as JavaScript, for hosts without WebAssembly (`clerk-metadata/js`).

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use walrus::Module;
use xshell::{Shell, cmd};

use crate::wasm::{self, Crate};

/// Features that wasm2js cannot translate and wasm-bindgen uses only where rustc enabled them. The
/// code that rustc emits for the client does not use either.
const DISABLED: [&str; 2] = ["reference-types", "multivalue"];

/// Replaces the instructions that wasm2js cannot translate.
const LOWERING: [&str; 2] = ["--signext-lowering", "--llvm-nontrapping-fptoint-lowering"];

/// Writes `bindgen/NAME_core.js`, which exports `makeCore(imports)`, and its glue `bindgen/NAME_js_bg.js`.
///
/// # Errors
/// Where a build step fails, or its output has another shape than expected.
pub fn build(shell: &Shell, unit: &Crate, built: &Path) -> Result<()> {
    let name = format!("{}_js", unit.name);
    let out = wasm::out_dir();
    let lowered = out.join(format!("{name}.input.wasm"));
    fs::write(&lowered, without_features(fs::read(built)?)?)?;
    let bound = wasm::bind(&lowered, &name, fixed_slots)?;
    fs::write(&bound.glue, portable(&fs::read_to_string(&bound.glue)?)?)?;
    let features = wasm::FEATURES
        .into_iter()
        .filter(|flag| !DISABLED.iter().any(|name| flag.ends_with(name)));
    let flags: Vec<_> = features.chain(LOWERING).collect();
    wasm::optimize(shell, &bound, &flags, &lowered)?;
    let script = out.join(format!("bindgen/{}_core.js", unit.name));
    cmd!(
        shell,
        "node pkg/node_modules/binaryen/bin/wasm2js -Oz --enable-bulk-memory {lowered} -o {script}"
    )
    .run()?;
    fs::remove_file(lowered)?;
    fs::write(&script, factory(&fs::read_to_string(&script)?)?)?;
    Ok(())
}

/// Marks the features as not used in the section `target_features`, where wasm-bindgen reads them.
fn without_features(mut wasm: Vec<u8>) -> Result<Vec<u8>> {
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

/// Defines what wasm-bindgen defines only where it uses reference types: the end of the slots for
/// constants, in the JavaScript array that takes the place of the table.
fn fixed_slots(module: &mut Module) -> Result<()> {
    let import = (module.imports)
        .get_func(
            "__wbindgen_externref_xform__",
            "__wbindgen_externref_statics_end",
        )
        .context("the client does not import the end of the constants")?;
    module.replace_imported_func(import, |(body, _)| {
        body.i32_const(RESERVED);
    })?;
    Ok(())
}

/// 1024 slots that are empty, then `undefined`, `null`, `true` and `false`.
const RESERVED: i32 = 1028;

/// Makes the glue right for hosts and a memory that are not those of a wasm.
fn portable(glue: &str) -> Result<String> {
    let mut glue = glue.to_owned();
    for (part, replacement) in PORTABLE {
        ensure!(
            glue.matches(part).count() == 1,
            "the glue does not have this once: {part}"
        );
        glue = glue.replace(part, replacement);
    }
    Ok(glue)
}

const PORTABLE: [(&str, &str); 3] = [
    // The memory of a wasm that grows detaches the views of it; an `ArrayBuffer` that is replaced does not.
    (
        "cachedUint8ArrayMemory0.byteLength === 0",
        "cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer",
    ),
    (
        "cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)",
        "cachedDataViewMemory0.buffer !== wasm.memory.buffer",
    ),
    // The substitute for a missing `encodeInto` must not write more than there is room for.
    (
        "view.set(buf);",
        "if (buf.length > view.length) return { read: 0, written: 0 };\n        view.set(buf);",
    ),
];

/// A function that makes an instance: wasm2js writes a module that is the only instance, and keeps a
/// part of it outside of the function `asmFunc`.
fn factory(script: &str) -> Result<String> {
    let body = script
        .strip_prefix("import * as $ from '$';\n")
        .and_then(|rest| rest.split_once("\nvar retasmFunc = asmFunc("))
        .map(|(body, _)| body)
        .context("wasm2js writes its module in another way")?;
    Ok(format!(
        "export function makeCore($) {{\n{body}\nreturn asmFunc({{ $ }});\n}}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::{factory, without_features};

    #[test]
    fn a_feature_is_marked_as_not_used() {
        let wasm = b"\x02+\x0freference-types+\x0amultivalue+\x08sign-ext".to_vec();
        let expected = b"\x02-\x0freference-types-\x0amultivalue+\x08sign-ext";
        assert_eq!(without_features(wasm).unwrap(), expected);
    }

    #[test]
    fn a_feature_that_is_not_listed_is_an_error() {
        assert!(without_features(b"\x01+\x0freference-types".to_vec()).is_err());
    }

    #[test]
    fn the_one_instance_becomes_a_function() {
        let script = "import * as $ from '$';\nvar view;\nfunction asmFunc(imports) {}\n\nvar retasmFunc = asmFunc({\n  \"$\": $,\n});\nexport var a = retasmFunc.a;\n";
        let expected = "export function makeCore($) {\nvar view;\nfunction asmFunc(imports) {}\n\nreturn asmFunc({ $ });\n}\n";
        assert_eq!(factory(script).unwrap(), expected);
        assert!(factory("export {};").is_err());
    }
}
