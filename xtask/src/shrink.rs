//! What makes a bound wasm smaller that neither rustc nor wasm-opt does.

use std::collections::HashMap;
use std::mem;

use anyhow::{Result, ensure};
use walrus::{FunctionBuilder, FunctionKind, Module, ValType};

/// Takes float printing out.
///
/// `serde-wasm-bindgen` can name a number of the wrong type in an error (`invalid type: floating
/// point ...`), and that sentence alone brings in 9 KB of float printing (4.5 KB gzip). The binding
/// takes no such number (each value is kept as it came and judged by name), so the sentence is
/// never made; were it, it would lack the digits.
///
/// # Errors
/// Where float printing is not found: the compiler names it otherwise now, or nothing prints
/// floats any more and this pass can go.
pub fn float_printing(module: &mut Module) -> Result<()> {
    let display = |name: &str| name.starts_with("<f64 as core") && name.ends_with("Display>::fmt");
    let found: Vec<_> = module
        .funcs
        .iter()
        .filter(|function| function.name.as_deref().is_some_and(display))
        .map(walrus::Function::id)
        .collect();
    ensure!(!found.is_empty(), "the wasm prints no floats");
    for id in found {
        // fn(&f64, &mut Formatter) -> fmt::Result
        let parameters = [ValType::I32, ValType::I32];
        let results = [ValType::I32];
        let ty = module.types.params_results(module.funcs.get(id).ty());
        ensure!(
            ty == (&parameters, &results),
            "float printing has another type now"
        );
        let arguments = parameters.map(|ty| module.locals.add(ty)).to_vec();
        let mut body = FunctionBuilder::new(&mut module.types, &parameters, &results);
        body.func_body().i32_const(0); // Ok(())
        module.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(arguments));
    }
    Ok(())
}

/// Gives what the wasm and its glue share short names, in both. wasm-bindgen ends each with a
/// hash, which no compression makes smaller (2 KB gzip in both together).
pub fn shared_names(module: &mut Module, glue: &str) -> String {
    // What the wasm takes straight from a JavaScript file of the crate goes through the glue too:
    // then all imports are of one module.
    let mut forwarded = String::new();
    for import in module.imports.iter_mut() {
        let from = mem::replace(&mut import.module, "$".to_owned());
        if !from.ends_with("_bg.js") {
            let name = format!("__{}", import.name);
            forwarded += &format!("export {{ {} as {name} }} from {from:?};\n", import.name);
            import.name = name;
        }
    }
    let glue = forwarded + glue;

    let mut short = HashMap::new();
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    // `call`, `memory` and the like stay: only the internal names are long.
    for name in imports
        .chain(exports)
        .filter(|name| name.contains("__") && *name != START)
    {
        let next = format!("${}", short.len());
        *name = short.entry(name.clone()).or_insert(next).clone();
    }
    let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '$');
    let mut out = String::with_capacity(glue.len());
    let mut rest = glue.as_str();
    while !rest.is_empty() {
        let word = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word);
        out.push_str(short.get(word).map_or(word, String::as_str));
        let gap = after.find(is_part).unwrap_or(after.len());
        let (gap, next) = after.split_at(gap);
        out.push_str(gap);
        rest = next;
    }
    out
}

/// Called by our own loader, pkg/src/wasm/instantiate.js.
const START: &str = "__wbindgen_start";
