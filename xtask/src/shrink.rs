//! Optimizations of the wasm and its glue that neither rustc nor wasm-opt performs.

use std::collections::HashMap;
use std::mem;

use anyhow::{Result, ensure};
use walrus::Module;

/// Copies long strings into the wasm with `encodeInto`. wasm-bindgen copies ASCII characters one at a time, which
/// takes twenty times as long (4 µs for 2 KB).
///
/// # Errors
/// If the code to replace is not found, because wasm-bindgen's output has changed.
pub fn copy_long_strings_at_once(glue: &str) -> Result<String> {
    ensure!(
        glue.matches(COPY_START).count() == 1,
        "the glue does not copy strings in the expected way"
    );
    // `read` equals the length only if every character is one byte. Otherwise wasm-bindgen's code copies the string.
    Ok(glue.replace(
        COPY_START,
        "let offset = len > 50 && cachedTextEncoder.encodeInto(arg, mem.subarray(ptr, ptr + len)).read === len ? len : 0;",
    ))
}

/// The line of the glue that starts to copy a string.
const COPY_START: &str = "let offset = 0;";

/// Shortens the names that the wasm and its glue share, in both. wasm-bindgen appends a hash to each name, which
/// does not compress (2 KB gzip in total).
///
/// Returns the glue wrapped in a function, `makeGlue`: each instance of the wasm needs a separate glue, which caches
/// views of that instance's memory, and a bundler can drop an unused function.
///
/// # Errors
/// If the glue does not define an import of the wasm, because wasm-bindgen's output has changed.
pub fn shorten_shared_names(module: &mut Module, glue: &str) -> Result<String> {
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
    // Imports from a JavaScript file of the crate are routed through the glue, so that all imports are of one
    // module.
    for import in module.imports.iter_mut() {
        let from = mem::replace(&mut import.module, IMPORT_MODULE.to_owned());
        if !from.ends_with("_bg.js") {
            let name = format!("__{}", import.name);
            head += &format!("import {{ {} as {name} }} from {from:?};\n", import.name);
            members.push(name.clone());
            import.name = name;
        }
    }

    for import in module.imports.iter() {
        let is_defined = members.contains(&import.name);
        ensure!(is_defined, "the glue does not define {}", import.name);
    }
    let mut short = HashMap::new();
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    // Names such as `call` and `memory` are kept: only the internal names are long.
    for name in imports
        .chain(exports)
        .filter(|name| name.contains("__") && *name != START_FUNCTION)
    {
        let next = format!("${}", short.len());
        *name = short.entry(name.clone()).or_insert(next).clone();
    }
    let members = members.join(", ");
    let glue = format!("{head}export function makeGlue() {{\n{body}return {{ {members} }};\n}}\n");
    Ok(replace_names(&glue, &short))
}

/// The name that a line declares: `function NAME(` or `class NAME {`.
fn declared_name(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("function ")
        .or_else(|| line.strip_prefix("class "))?;
    rest.split(|char| !is_part_of_name(char)).next()
}

/// Replaces each whole name that is a key of `names`.
fn replace_names(text: &str, names: &HashMap<String, String>) -> String {
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

/// The module of all imports, which pkg/src/wasm/instantiate.js provides.
const IMPORT_MODULE: &str = "$";
/// The start function, which pkg/src/wasm/instantiate.js calls.
const START_FUNCTION: &str = "__wbindgen_start";

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{declared_name, replace_names, shorten_shared_names};

    #[test]
    fn only_whole_names_are_replaced() {
        let names = HashMap::from([("__wbg_get_1".to_owned(), "$0".to_owned())]);
        for (text, expected) in [
            ("__wbg_get_1(a)", "$0(a)"),
            ("wasm.__wbg_get_1;", "wasm.$0;"),
            ("__wbg_get_12 + x__wbg_get_1", "__wbg_get_12 + x__wbg_get_1"),
            ("'é' + __wbg_get_1", "'é' + $0"),
            ("", ""),
        ] {
            assert_eq!(replace_names(text, &names), expected);
        }
    }

    #[test]
    fn shared_names_are_shortened_in_both() -> anyhow::Result<()> {
        let mut module = walrus::Module::default();
        let ty = module.types.add(&[], &[]);
        module.add_import_func("./x_bg.js", "__wbg_get_1", ty);
        let glue =
            "export function call() {\n    wasm.memory;\n}\nexport function __wbg_get_1() {\n}\n";
        let expected = "export function makeGlue() {\nfunction call() {\n    wasm.memory;\n}\nfunction $0() {\n}\nreturn { call, $0 };\n}\n";
        assert_eq!(shorten_shared_names(&mut module, glue)?, expected);
        let names: Vec<_> = module
            .imports
            .iter()
            .map(|import| (import.module.as_str(), import.name.as_str()))
            .collect();
        assert_eq!(names, [("$", "$0")]);
        module.add_import_func("./x_bg.js", "__wbg_set_2", ty);
        assert!(shorten_shared_names(&mut module, glue).is_err());
        Ok(())
    }

    #[test]
    fn functions_and_classes_declare_a_name() {
        assert_eq!(declared_name("function call(a, b) {"), Some("call"));
        assert_eq!(declared_name("class LocalBackend {"), Some("LocalBackend"));
        assert_eq!(declared_name("const call = 1;"), None);
    }
}
