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
///
/// The glue comes back as a function that makes it, `makeGlue`: each instance of the wasm gets its
/// own (it remembers views of that instance's memory), and a bundler that finds it unused drops it.
pub fn shared_names(module: &mut Module, glue: &str) -> String {
    let mut head = String::new();
    let mut body = String::new();
    let mut members = Vec::new();
    for line in glue.lines() {
        if line.starts_with("import ") {
            head += line;
            head.push('\n');
            continue;
        }
        let declaration = line.strip_prefix("export ");
        if let Some(name) = declaration.and_then(declared_name) {
            members.push(name.to_owned());
        }
        body += declaration.unwrap_or(line);
        body.push('\n');
    }
    // What the wasm takes straight from a JavaScript file of the crate goes through the glue too:
    // then all imports are of one module.
    for import in module.imports.iter_mut() {
        let from = mem::replace(&mut import.module, IMPORTS.to_owned());
        if !from.ends_with("_bg.js") {
            let name = format!("__{}", import.name);
            head += &format!("import {{ {} as {name} }} from {from:?};\n", import.name);
            members.push(name.clone());
            import.name = name;
        }
    }

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
    let members = members.join(", ");
    let glue = format!("{head}export function makeGlue() {{\n{body}return {{ {members} }};\n}}\n");
    renamed(&glue, &short)
}

/// The name that a line declares: `function NAME(` or `class NAME {`.
fn declared_name(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("function ")
        .or_else(|| line.strip_prefix("class "))?;
    rest.split(|char| !is_part_of_name(char)).next()
}

/// The text with each whole name that `names` knows replaced.
fn renamed(text: &str, names: &HashMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = |found: Option<usize>| found.unwrap_or(rest.len());
        let (word, after) = rest.split_at(end(rest.find(|char| !is_part_of_name(char))));
        out.push_str(names.get(word).map_or(word, String::as_str));
        let next = after.find(is_part_of_name).unwrap_or(after.len());
        let (gap, after) = after.split_at(next);
        out.push_str(gap);
        rest = after;
    }
    out
}

fn is_part_of_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '$')
}

/// The one module that all imports are of, as pkg/src/wasm/instantiate.js gives it.
const IMPORTS: &str = "$";
/// Called by pkg/src/wasm/instantiate.js.
const START: &str = "__wbindgen_start";
