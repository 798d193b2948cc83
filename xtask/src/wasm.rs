//! Builds a crate as optimized wasm with its JavaScript glue.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walrus::Module;
use xshell::{Shell, cmd};

use crate::tools::TARGET;
use crate::{javascript, shrink, tools};

/// The hidden subcommand that cargo uses as the runner of wasm tests.
pub const TEST_RUNNER: &str = "wasm-bindgen-test-runner";

/// These flags also apply to the standard library: no panic messages (a panic is a trap, so its message is never
/// shown) and no `Debug` output. Measured on the client: 53.8 KB to 41.8 KB gzip.
/// `mir-opt-level=3`: Rust's own optimizer inlines and propagates more before LLVM sees the code, another
/// 1.5 KB less. It excludes the passes that are known to be unsound, and every suite tests the result.
/// The flags are not stable yet, hence the pinned toolchain and `RUSTC_BOOTSTRAP`, for this build only.
const RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zmir-opt-level=3 -Zlocation-detail=none -Zfmt-debug=none";
const BUILD_STD: [&str; 2] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];

/// The wasm features that rustc may use. Every runtime since Node.js 20 supports them.
pub(crate) const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A crate that is compiled to wasm.
pub struct Crate {
    /// The name of its package.
    pub package: &'static str,
    /// The name of cargo's output file, without the extension.
    artifact: &'static str,
    /// The base name of the result.
    pub name: &'static str,
    /// The feature with its exports, if it has one.
    features: Option<&'static str>,
    /// Whether it is also translated to JavaScript.
    as_javascript: bool,
}

/// The client, for which size comes first.
pub const CLIENT: Crate = Crate {
    package: "clerk-metadata",
    artifact: "clerk_metadata",
    name: "client",
    features: Some("--features=wasm"),
    as_javascript: true,
};

/// The local Backend API.
pub const LOCAL: Crate = Crate {
    package: "clerk-metadata-local",
    artifact: "clerk_metadata_local",
    name: "local",
    features: None,
    as_javascript: false,
};

/// Operations on many users.
pub const BULK: Crate = Crate {
    package: "clerk-metadata-bulk",
    artifact: "clerk_metadata_bulk",
    name: "bulk",
    features: None,
    as_javascript: false,
};

/// The output folder: `NAME.wasm`, `NAME_bg.js` and the snippets that it imports.
pub fn out_dir() -> PathBuf {
    tools::root().join("target/package")
}

/// Builds the wasm and the glue of a crate.
pub fn build(shell: &Shell, target_crate: &Crate) -> Result<()> {
    tools::rust_src(shell)?;
    let Crate {
        package,
        artifact,
        name,
        features,
        ..
    } = target_crate;
    let target_dir = tools::root().join("target/wasm");
    cmd!(
        shell,
        "cargo build --release --quiet --lib --package {package} {features...} --target {TARGET} --target-dir {target_dir} {BUILD_STD...}"
    )
    .env("RUSTC_BOOTSTRAP", "1")
    .env("RUSTFLAGS", rustflags())
    .run()?;

    let built = target_dir.join(format!("{TARGET}/release/{artifact}.wasm"));
    let out = out_dir();
    let stamp = out.join(format!("{name}.stamp"));
    let fingerprint = fingerprint(&[&built, &env::current_exe()?])?;
    if fs::read_to_string(&stamp).is_ok_and(|previous| previous == fingerprint) {
        return Ok(());
    }
    // The steps below may fail halfway.
    fs::remove_file(&stamp).ok();

    let bound = bind(&built, name, |_| Ok(()))?;
    let wasm = out.join(format!("{name}.wasm"));
    optimize(shell, &bound, &FEATURES, &wasm)?;
    if target_crate.as_javascript {
        javascript::build(shell, target_crate, &built)?;
    }
    fs::write(stamp, fingerprint)?;
    Ok(())
}

/// The output of wasm-bindgen and of the passes of [`shrink`].
pub(crate) struct Bound {
    pub(crate) wasm: PathBuf,
    pub(crate) glue: PathBuf,
}

/// Runs wasm-bindgen, `prepare`, and the passes of [`shrink`] that come before wasm-opt.
pub(crate) fn bind(
    built: &Path,
    name: &str,
    prepare: impl FnOnce(&mut Module) -> Result<()>,
) -> Result<Bound> {
    let folder = out_dir().join("bindgen");
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args([
        "wasm-bindgen".as_ref(),
        "--target=bundler".as_ref(),
        "--no-typescript".as_ref(),
        "--out-name".as_ref(),
        name.as_ref(),
        "--out-dir".as_ref(),
        folder.as_os_str(),
        built.as_os_str(),
    ])?;
    let bound = Bound {
        wasm: folder.join(format!("{name}_bg.wasm")),
        glue: folder.join(format!("{name}_bg.js")),
    };
    let mut module = Module::from_file(&bound.wasm)?;
    prepare(&mut module)?;
    let text = shrink::copy_long_strings_at_once(&fs::read_to_string(&bound.glue)?)?;
    fs::write(
        &bound.glue,
        shrink::shorten_shared_names(&mut module, &text)?,
    )?;
    module.emit_wasm_file(&bound.wasm)?;
    Ok(bound)
}

/// Runs wasm-opt.
pub(crate) fn optimize(shell: &Shell, bound: &Bound, flags: &[&str], wasm: &Path) -> Result<()> {
    let raw = &bound.wasm;
    // A function with one caller is not inlined beyond 40 bytes: it would grow by the locals that it shares with its
    // caller (2 % of the total size).
    cmd!(
        shell,
        "node pkg/node_modules/binaryen/bin/wasm-opt -Oz --one-caller-inline-max-function-size=40 --strip-debug --strip-producers {flags...} {raw} -o {wasm}"
    )
    .run()?;
    Ok(())
}

/// The flags, which also remove the paths of this machine: builds in two folders produce the same bytes.
fn rustflags() -> String {
    let mut flags = RUSTFLAGS.to_owned();
    let home = env::var("CARGO_HOME").ok().map(PathBuf::from).or_else(|| {
        env::var("HOME")
            .ok()
            .map(|home| Path::new(&home).join(".cargo"))
    });
    let path_prefixes = [(Some(tools::root()), "/src"), (home, "/cargo")];
    for (from, to) in path_prefixes {
        if let Some(from) = from {
            flags.push_str(&format!(" --remap-path-prefix={}={to}", from.display()));
        }
    }
    flags
}

/// Runs the wasm tests of a package in Node.
pub fn test(shell: &Shell, target_crate: &Crate) -> Result<()> {
    tools::wasm_target(shell)?;
    let Crate {
        package, features, ..
    } = target_crate;
    let runner = format!("{} {TEST_RUNNER}", env::current_exe()?.display());
    cmd!(
        shell,
        "cargo test --package {package} {features...} --test wasm --target {TARGET} --target-dir target/wasm-test"
    )
    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
    // Runs the tests as ES modules, because CommonJS does not support JavaScript files of the crate.
    .env("WASM_BINDGEN_USE_NODE_EXPERIMENTAL", "1")
    .run()?;
    Ok(())
}

fn fingerprint(files: &[&Path]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file)
            .with_context(|| format!("reading {}", file.display()))?
            .hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
