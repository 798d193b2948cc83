//! Builds a crate as optimized wasm with its JavaScript glue.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
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
    /// The glue, and who creates the instance.
    glue: Glue,
    /// Whether it is also translated to JavaScript.
    as_javascript: bool,
}

/// The JavaScript that wasm-bindgen generates.
#[derive(Clone, Copy, PartialEq)]
enum Glue {
    /// For the bundles of the package, which create the instance.
    Bundled,
    /// A module for hosts, with `init()`. Published as it is generated.
    Web,
}

/// The client, for which size comes first.
pub const CLIENT: Crate = Crate {
    package: "clerk-metadata",
    artifact: "clerk_metadata",
    name: "client",
    features: Some("--features=wasm"),
    glue: Glue::Bundled,
    as_javascript: true,
};

/// The local Backend API.
pub const LOCAL: Crate = Crate {
    package: "clerk-metadata-local",
    artifact: "clerk_metadata_local",
    name: "local",
    features: None,
    glue: Glue::Bundled,
    as_javascript: false,
};

/// The Rust client as a module for JavaScript, `clerk-metadata/wasm`. The crate itself is a library only, so that no wasm
/// of its users contains the exports.
pub const EXPORT: Crate = Crate {
    package: "clerk-metadata-client",
    artifact: "clerk_metadata_client",
    name: "wasm",
    features: Some("--features=export"),
    glue: Glue::Web,
    as_javascript: false,
};

/// Operations on many users.
pub const BULK: Crate = Crate {
    package: "clerk-metadata-bulk",
    artifact: "clerk_metadata_bulk",
    name: "bulk",
    features: None,
    glue: Glue::Bundled,
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
        glue,
        ..
    } = target_crate;
    let target_dir = tools::root().join("target/wasm");
    let command: &[&str] = match glue {
        Glue::Bundled => &["build"],
        Glue::Web => &["rustc", "--crate-type=cdylib", "--no-default-features"],
    };
    cmd!(
        shell,
        "cargo {command...} --release --quiet --lib --package {package} {features...} --target {TARGET} --target-dir {target_dir} {BUILD_STD...}"
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

    match glue {
        Glue::Bundled => {
            let bound = bind(&built, name, |_| Ok(()))?;
            optimize(
                shell,
                &bound.wasm,
                &FEATURES,
                &out.join(format!("{name}.wasm")),
            )?;
        }
        Glue::Web => {
            let folder = out.join("web");
            generate(&built, name, "web", &folder)?;
            let wasm = folder.join(format!("{name}_bg.wasm"));
            optimize(shell, &wasm, &FEATURES, &wasm)?;
        }
    }
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
    generate(built, name, "bundler", &folder)?;
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

/// Runs wasm-bindgen.
fn generate(built: &Path, name: &str, target: &str, folder: &Path) -> Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args([
        "wasm-bindgen".as_ref(),
        "--target".as_ref(),
        target.as_ref(),
        "--no-typescript".as_ref(),
        "--out-name".as_ref(),
        name.as_ref(),
        "--out-dir".as_ref(),
        folder.as_os_str(),
        built.as_os_str(),
    ])
}

/// Runs wasm-opt.
pub(crate) fn optimize(shell: &Shell, raw: &Path, flags: &[&str], wasm: &Path) -> Result<()> {
    // A function with one caller is not inlined beyond 40 bytes: it would grow by the locals that it shares with its
    // caller (2 % of the total size). No host reads the names, the producers or the features.
    cmd!(
        shell,
        "node pkg/node_modules/binaryen/bin/wasm-opt -Oz --one-caller-inline-max-function-size=40 --strip-debug --strip-producers --strip-target-features {flags...} {raw} -o {wasm}"
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

/// Runs the tests as ES modules in Node, because CommonJS does not support JavaScript files of the crate.
const IN_NODE: &str = "WASM_BINDGEN_USE_NODE_EXPERIMENTAL";
/// Runs the tests in a headless browser.
const IN_BROWSER: &str = "WASM_BINDGEN_USE_BROWSER";

/// Runs the wasm tests of a package in Node.
pub fn test(shell: &Shell, target_crate: &Crate) -> Result<()> {
    test_in(shell, target_crate, &[], IN_NODE)
}

/// Runs the wasm tests of the export in Node and in Chromium, against a server on another origin.
pub fn test_export(shell: &Shell) -> Result<()> {
    let server = ["node", "tests/export/with-backend.mjs"];
    test_in(shell, &EXPORT, &server, IN_NODE)?;
    if cmd!(shell, "chromedriver --version")
        .quiet()
        .ignore_stdout()
        .run()
        .is_err()
    {
        let message = "chromedriver is missing: install Debian's chromium-driver";
        ensure!(env::var_os("CI").is_none(), message);
        println!("NOT tested in Chromium: {message}");
        return Ok(());
    }
    test_in(shell, &EXPORT, &server, IN_BROWSER)
}

fn test_in(shell: &Shell, target_crate: &Crate, prefix: &[&str], host: &str) -> Result<()> {
    tools::wasm_target(shell)?;
    let Crate {
        package, features, ..
    } = target_crate;
    let runner = format!("{} {TEST_RUNNER}", env::current_exe()?.display());
    let command: &[&str] = &[prefix, &["cargo", "test"]].concat();
    let (program, args) = command.split_first().context("no command")?;
    cmd!(
        shell,
        "{program} {args...} --package {package} {features...} --test wasm --target {TARGET} --target-dir target/wasm-test"
    )
    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
    .env(host, "1")
    // The tests say which key they use.
    .env_remove("CLERK_SECRET_KEY")
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
