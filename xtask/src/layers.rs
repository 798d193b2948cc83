//! Checks the dependencies between the modules: they must only point downward.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::tools;

/// The folders in which JavaScript crates may be used.
const BINDINGS: [&str; 2] = ["src/wasm", "local/src/wasm"];
const JAVASCRIPT_CRATES: [&str; 3] = ["wasm_bindgen", "js_sys", "web_sys"];

/// The modules of the core, from bottom to top. Modules of the same layer must not import each other.
const LAYERS: [&[&str]; 5] = [
    &["text", "limits"],
    &["errors"],
    &["options", "metadata", "response"],
    &["request"],
    &["call"],
];

/// The maximum number of files of a core module, without its mod.rs.
const MAX_FILES: usize = 8;

pub fn check() -> Result<()> {
    let root = tools::root();
    let mut problems = Vec::new();
    for folder in ["src", "local/src", "json/src"] {
        for file in files(&root.join(folder))? {
            let relative_path = file.strip_prefix(&root)?;
            if !BINDINGS
                .iter()
                .any(|binding| relative_path.starts_with(binding))
            {
                let text = fs::read_to_string(&file)?;
                problems.extend(
                    javascript_crates(&text)
                        .map(|at| format!("{}:{at}: a JavaScript crate", relative_path.display())),
                );
            }
        }
    }
    let core = root.join("src/core");
    for module in LAYERS
        .concat()
        .into_iter()
        .filter(|module| *module != "limits")
    {
        let files = files(&core.join(module))?;
        if files.len() > MAX_FILES + 1 {
            problems.push(format!("src/core/{module}: more than {MAX_FILES} files"));
        }
        for file in files {
            let relative_path = file.strip_prefix(&root)?.display().to_string();
            let text = fs::read_to_string(&file)?;
            problems.extend(
                invalid_imports(module, &text)
                    .map(|(at, problem)| format!("{relative_path}:{at}: {problem}")),
            );
        }
    }
    ensure!(
        problems.is_empty(),
        "dependencies that violate the layers:\n{}",
        problems.join("\n")
    );
    Ok(())
}

/// The lines without comments, with their numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn javascript_crates(text: &str) -> impl Iterator<Item = usize> {
    let names_one = |line: &str| JAVASCRIPT_CRATES.iter().any(|name| line.contains(name));
    code_lines(text)
        .filter(move |(_, line)| names_one(line))
        .map(|(at, _)| at)
}

/// The imports of a core module that are neither from itself nor from a layer below, or that do not name the file
/// that defines the item.
fn invalid_imports(module: &str, text: &str) -> impl Iterator<Item = (usize, String)> {
    code_lines(text).filter_map(move |(at, line)| {
        let (_, path) = line.split_once("crate::core::")?;
        let imported = path
            .split(|char: char| !char.is_ascii_alphanumeric() && char != '_')
            .next()?;
        match (layer(imported), layer(module)) {
            (None, _) => Some((at, String::from("not from the file that defines the item"))),
            (Some(imported_layer), Some(module_layer))
                if imported_layer >= module_layer && imported != module =>
            {
                Some((at, format!("{module} is not above {imported}")))
            }
            _ => None,
        }
    })
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{invalid_imports, javascript_crates};

    fn problems(module: &str, text: &str) -> Vec<usize> {
        invalid_imports(module, text).map(|(at, _)| at).collect()
    }

    #[test]
    fn imports_must_point_downward() {
        let text = "use crate::core::errors::error::Error;\nuse crate::core::request::resource_id::ResourceId;\n";
        assert!(problems("call", text).is_empty());
        assert!(problems("request", text).is_empty());
        assert_eq!(problems("options", text), [2]);
        assert_eq!(problems("text", text), [1, 2]);
        assert_eq!(
            problems("metadata", "use crate::core::options::config::Config;"),
            [1]
        );
        assert_eq!(problems("call", "use crate::core::{Config, Error};"), [1]);
        assert_eq!(problems("call", "use crate::core::Error;"), [1]);
        assert!(problems("text", "/// [`crate::core::call`]").is_empty());
    }

    #[test]
    fn javascript_crates_are_found() {
        let text = "// js_sys\nuse js_sys::Array;\n";
        assert_eq!(javascript_crates(text).collect::<Vec<_>>(), [2]);
    }
}
