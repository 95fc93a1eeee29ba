//! `cargo pyext build`: compile, link up the interface, optimise, check, write.

mod cache;
mod docs;
pub mod link;
mod moved;
pub mod verify;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, Package, Target};
use clap::Args;
use pyext_abi::interface::Interface;
use serde::Serialize;

use crate::bytes::{gzip_size, thousands};
use crate::cargo::config::Config;
use crate::cargo::graph::Graph;
use crate::cargo::options::CargoOptions;
use crate::cargo::profile::Goal;
use crate::cargo::remap::Sources;
use crate::cargo::rustflags::{self, Environment, Place};
use crate::cargo::toolchain::{TARGET, Toolchain};
use crate::cargo::{diagnose, invoke, metadata, profile, random, remap};
use crate::check;
use crate::error::{Error, Result};
use crate::files;
use crate::lock::Lock;
use crate::manifest::Manifest;
use crate::shell::Shell;
use crate::wasm::optimize::{Versions, WasmOpt};

/// How to build.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
#[group(skip)]
pub struct Options {
    /// Compile faster, keep names, assertions and overflow checks
    #[arg(long)]
    pub debug: bool,
    /// Accepted because cargo has it: without `--debug` every build is one
    #[arg(short, long, conflicts_with = "debug")]
    pub release: bool,
    /// What the code is made for [default: balanced]
    #[arg(long, value_enum, value_name = "GOAL", conflicts_with = "debug")]
    pub profile: Option<Goal>,
    /// Use vector instructions, and unless told otherwise the profile `speed`, which has loops for them
    #[arg(long)]
    pub simd: bool,
    /// Fail if there is no wasm-opt
    #[arg(long, conflicts_with_all = ["no_wasm_opt", "debug"])]
    pub require_wasm_opt: bool,
    /// Use this wasm-opt [default: $WASM_OPT, then PATH, then node_modules/.bin, then the bundled one]
    #[arg(long, value_name = "PATH", conflicts_with = "no_wasm_opt")]
    pub wasm_opt: Option<PathBuf>,
    /// Compile the standard library with the profile of this extension, too; takes a minute
    #[arg(long)]
    pub build_std: bool,
    /// Do without wasm-opt
    #[arg(long)]
    pub no_wasm_opt: bool,
    /// Keep the names of functions, as `size` and `inspect --addr` look into them
    #[arg(skip)]
    pub names: bool,
    /// What cargo has too
    #[command(flatten)]
    pub cargo: CargoOptions,
}

impl Options {
    fn keeps_names(&self) -> bool {
        self.debug || self.names
    }
}

/// A build as the crate itself has it.
impl From<CargoOptions> for Options {
    fn from(cargo: CargoOptions) -> Self {
        Options {
            cargo,
            ..Options::default()
        }
    }
}

/// Sizes of the module in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sizes {
    /// As the linker left it.
    pub raw: u64,
    /// As it is written.
    pub wasm: u64,
    /// As it is written, compressed by gzip.
    pub gzip: u64,
}

/// A finished extension.
#[derive(Debug, Clone)]
pub struct Built {
    /// The file, once it is written: `<target-dir>/pyext/NAME.wasm`.
    pub wasm: PathBuf,
    /// Its content. Another build may have replaced the file by now.
    pub bytes: Vec<u8>,
    /// What the module offers.
    pub interface: Interface,
    /// Its package.
    pub package: Package,
    /// Its workspace; `resolve` holds the packages that it is linked with, for the wasm32 target and the features chosen.
    pub metadata: Metadata,
    /// `[package.metadata.pyext]`.
    pub manifest: Manifest,
    /// The target folder in use.
    pub target_dir: PathBuf,
    /// Its size.
    pub sizes: Sizes,
    /// Whether wasm-opt has run.
    pub optimized: bool,
    /// Whether the names of functions are kept.
    pub has_names: bool,
}

/// What all steps of a build need to know.
struct Project<'a> {
    toolchain: &'a Toolchain,
    metadata: &'a Metadata,
    package: &'a Package,
    library: &'a Target,
    manifest: &'a Manifest,
    target_dir: &'a Path,
    options: &'a Options,
}

/// Builds the selected package.
///
/// # Errors
/// The codes PX2xx of `docs/errors.md`, and PX401 to PX403.
pub fn build(options: &Options, shell: &Shell) -> Result<Built> {
    build_after(options, shell, |_, _| Ok(()))
}

/// As [`build`], with a step of the caller's before anything is compiled, so that a mistake in Cargo.toml shows at once.
///
/// # Errors
/// Those of [`build`], and those of the step.
pub fn build_after(
    options: &Options,
    shell: &Shell,
    first: impl FnOnce(&Package, &Manifest) -> Result<()>,
) -> Result<Built> {
    let built = make_after(options, shell, first)?;
    built.judge(shell)?;
    built.write(shell)?;
    Ok(built)
}

/// Makes the module of the selected package, which is neither judged nor written: the caller decides what becomes of it.
///
/// # Errors
/// Those of [`build`], but for what is wrong with the module.
pub fn make(options: &Options, shell: &Shell) -> Result<Built> {
    make_after(options, shell, |_, _| Ok(()))
}

fn make_after(
    options: &Options,
    shell: &Shell,
    first: impl FnOnce(&Package, &Manifest) -> Result<()>,
) -> Result<Built> {
    let toolchain = match options.build_std {
        true => Toolchain::for_build_std()?,
        false => Toolchain::find(shell)?,
    };
    let (metadata, sources) = std::thread::scope(|scope| {
        // What rustc says takes as long as what cargo says.
        let sources = scope.spawn(|| Sources::find(&toolchain));
        let metadata = metadata::load(&toolchain, &options.cargo, shell);
        metadata.map(|m| (m, sources.join().ok().flatten()))
    })?;
    let package = metadata::select(&metadata, &options.cargo)?;
    let manifest = Manifest::read(package)?;
    first(package, &manifest)?;
    let target_dir: PathBuf = metadata.target_directory.clone().into();
    let project = Project {
        toolchain: &toolchain,
        metadata: &metadata,
        package,
        library: metadata::library(package)?,
        manifest: &manifest,
        target_dir: &target_dir,
        options,
    };
    let wasm_opt = project.wasm_opt(shell)?;
    let raw = project.compile(sources.as_ref(), shell)?;
    let linked = project.link(&raw, shell)?;
    let optimized = match &wasm_opt {
        Some(tool) => project.optimize(tool, &linked.wasm, &linked.features, shell)?,
        None => linked.wasm,
    };
    let bytes = link::finish(&optimized, &linked.interface, options.keeps_names())?;
    let sizes = Sizes {
        raw: raw.len() as u64,
        wasm: bytes.len() as u64,
        gzip: gzip_size(&bytes),
    };
    Ok(Built {
        wasm: output(&target_dir, &manifest),
        bytes,
        interface: linked.interface,
        package: package.clone(),
        manifest,
        target_dir,
        sizes,
        optimized: wasm_opt.is_some(),
        has_names: options.keeps_names(),
        metadata,
    })
}

/// Where a build puts the finished extension.
pub fn output(target_dir: &Path, manifest: &Manifest) -> PathBuf {
    target_dir
        .join("pyext")
        .join(format!("{}.wasm", manifest.full_name()))
}

impl Project<'_> {
    fn has_simd(&self) -> bool {
        self.options.simd || self.manifest.simd
    }

    /// What the code is made for.
    fn goal(&self) -> Goal {
        let unsaid = match self.has_simd() {
            true => Goal::Speed,
            false => Goal::Balanced,
        };
        self.options.profile.unwrap_or(unsaid)
    }

    /// The wasm-opt to use, if any. Looked for before anything is compiled, because a wrong path is an error.
    fn wasm_opt(&self, shell: &Shell) -> Result<Option<WasmOpt>> {
        let options = self.options;
        if options.debug || options.no_wasm_opt || !self.manifest.wasm_opt {
            return Ok(None);
        }
        let folder = self
            .package
            .manifest_path
            .parent()
            .map_or(Path::new("."), |p| p.as_std_path());
        let found = WasmOpt::find(options.wasm_opt.as_deref(), folder)?;
        if let (Some(tool), Some(wanted)) = (&found, self.manifest.wasm_opt_version) {
            tool.check_version(wanted)?;
        }
        // A build without it would differ as much as one by another version.
        let wanted = self.manifest.wasm_opt_version;
        if found.is_none() && (options.require_wasm_opt || wanted.is_some()) {
            let by = match options.require_wasm_opt {
                true => "--require-wasm-opt".to_string(),
                false => format!("{}, `wasm-opt-version`", self.package.manifest_path),
            };
            let get = wanted.map_or("npm install binaryen".to_string(), Versions::install);
            return Err(
                Error::new("PX230", "there is no wasm-opt, and it is required")
                    .place(by)
                    .reason("neither WASM_OPT nor PATH nor node_modules/.bin leads to one")
                    .mend(format!(
                        "{get}\nor your system's package `binaryen`, or do without: `--no-wasm-opt`"
                    )),
            );
        }
        if found.is_none() {
            shell.note("wasm-opt is not installed; with it the file gets about a tenth smaller (`npm install binaryen`)");
        }
        Ok(found)
    }

    /// Runs cargo; returns the module as the linker wrote it.
    fn compile(&self, sources: Option<&Sources>, shell: &Shell) -> Result<Vec<u8>> {
        let options = self.options;
        let profile = if options.debug {
            profile::DEBUG
        } else {
            profile::SMALL.at(self.goal())
        };
        let folder = std::env::current_dir().unwrap_or_default();
        let config = Config::load(&folder, &options.cargo.config);
        let workspace = self.metadata.workspace_root.as_std_path();

        let mut command = self.toolchain.cargo();
        command.args([
            "rustc",
            "--lib",
            "--crate-type",
            "cdylib",
            "--target",
            TARGET,
        ]);
        command.args([
            "--package",
            &self.package.id.repr,
            "--profile",
            profile.name,
        ]);
        command.args(["--message-format", invoke::message_format(shell)]);
        for setting in profile.arguments(workspace, &config) {
            command.arg("--config").arg(setting);
        }
        if let Some(goal) = options.profile {
            command.arg("--config").arg(goal.argument());
        }
        if options.build_std {
            command.args(["-Z", "build-std=std,panic_abort"]);
            if self.goal() != Goal::Speed {
                command.args(["-Z", "build-std-features=optimize_for_size"]);
            }
        }
        let mut flags = remap::flags(self.metadata, self.target_dir, sources);
        flags.extend(random::flags(&Graph::new(self.metadata, self.package)));
        if self.has_simd() {
            flags.push("-Ctarget-feature=+simd128".to_string());
        }
        let place = Place::of(&flags, &Environment::current(), &config, || {
            rustflags::target_cfg(self.toolchain.rustc())
        });
        place.apply(&mut command);
        invoke::verbosity(&mut command, shell);
        options.cargo.manifest_args(&mut command);
        options.cargo.feature_args(&mut command);
        options.cargo.compile_args(&mut command);
        // Without this export the linker would run constructors at the start of every exported function.
        let mut link_args = vec!["--export=__wasm_call_ctors"];
        if !options.debug && profile.is_stripped(workspace, &config) {
            // 6 % smaller; the linker refuses it beside debug information.
            link_args.push("--compress-relocations");
        }
        command.arg("--").arg(remap::own_flag(self.metadata));
        for arg in link_args {
            command.args(["-C", &format!("link-arg={arg}")]);
        }

        // cargo's own lock ends with cargo, and a build with other features writes the same file.
        let lock = format!("pyext/.{}.lock", profile.name);
        let _lock = Lock::take(&self.target_dir.join(lock), "another build", shell)?;
        match invoke::run(command, &self.package.id, shell)? {
            invoke::Outcome::Built(path) => files::read(&path),
            invoke::Outcome::Failed(diagnostics) => Err(diagnose::build_failed(
                &diagnostics,
                &Graph::new(self.metadata, self.package),
            )),
        }
    }

    fn link(&self, raw: &[u8], shell: &Shell) -> Result<link::Linked> {
        let crate_name = self.library.name.replace('-', "_");
        let version = self.package.version.to_string();
        let wanted = link::Wanted {
            crate_name: &crate_name,
            module_name: &self.manifest.module_name,
            version: &version,
            keep_names: self.options.keeps_names(),
        };
        let mut linked = link::link(raw, &wanted).map_err(|errors| match &errors[..] {
            [error] if error.code == link::NOTHING => {
                diagnose::nothing(&Graph::new(self.metadata, self.package))
            }
            _ => last(errors, shell),
        })?;
        let source = std::fs::read_to_string(&self.library.src_path).unwrap_or_default();
        linked.interface.docs = docs::of_crate(&source);
        for warning in &linked.warnings {
            shell.warn(warning);
        }
        Ok(linked)
    }

    fn optimize(
        &self,
        tool: &WasmOpt,
        wasm: &[u8],
        features: &[String],
        shell: &Shell,
    ) -> Result<Vec<u8>> {
        let folder = self.target_dir.join("pyext");
        std::fs::create_dir_all(&folder).map_err(|e| files::cannot_write(&folder, &e))?;
        let mut args: Vec<OsString> = WasmOpt::args(self.goal().wasm_opt(), features);
        let mut name = self.manifest.full_name();
        if self.options.names {
            args.push("-g".into());
            name.push_str(".named");
        }
        let cache = cache::Cache::new(&folder, &name, wasm, tool, &args);
        if let Some(wasm) = cache.load() {
            return Ok(wasm);
        }
        shell.status("Optimizing", format_args!("with {tool}"));
        let optimized = tool.run(wasm, &args, &folder, shell)?;
        cache.store(&optimized);
        Ok(optimized)
    }
}

impl Built {
    /// The crates that it is linked from.
    pub fn graph(&self) -> Graph<'_> {
        Graph::new(&self.metadata, &self.package)
    }

    /// Refuses what a host would refuse, as `cargo pyext check` judges it, and what breaks the author's own limits.
    ///
    /// # Errors
    /// PX221 and PX229; the findings are shown.
    pub fn judge(&self, shell: &Shell) -> Result<()> {
        let manifest = &self.manifest;
        let report = check::check_for(&self.bytes, Some(&self.graph()), manifest.wasmtime());
        let (findings, more) = report.shown();
        if findings.is_empty() {
            return self.keep_limits(shell);
        }
        for finding in findings {
            shell.error(finding);
        }
        if more > 0 {
            shell.note(format_args!("and {more} more"));
        }
        let count = match report.findings.len() {
            1 => "one thing is".to_string(),
            n => format!("{n} things are"),
        };
        Err(Error::new(
            "PX221",
            format!("the module cannot be used: {count} wrong with it"),
        )
        .place(&self.package.manifest_path)
        .reason("a host would refuse it, so no file is written"))
    }

    fn keep_limits(&self, shell: &Shell) -> Result<()> {
        // Only what is shipped has to be small.
        if self.has_names {
            return Ok(());
        }
        let findings = self.manifest.policy.judge(&self.bytes);
        if findings.is_empty() {
            return Ok(());
        }
        for finding in &findings {
            shell.error(finding);
        }
        Err(
            Error::new("PX229", "the module breaks limits of the crate's own, so no file is written")
                .place(&self.package.manifest_path)
                .mend("make it smaller (`cargo pyext size` shows what is large), or change the limits in [package.metadata.pyext]"),
        )
    }

    /// Writes the file.
    ///
    /// # Errors
    /// PX219 if it cannot be written.
    pub fn write(&self, shell: &Shell) -> Result<()> {
        files::write(&self.wasm, &self.bytes)?;
        report(&self.wasm, &self.sizes, self.optimized, shell);
        Ok(())
    }
}

/// Shows all errors but the last, which the caller will show.
fn last(mut errors: Vec<Error>, shell: &Shell) -> Error {
    let last = errors.pop();
    for error in &errors {
        shell.error(error);
    }
    last.unwrap_or_else(|| {
        Error::new(
            "PX220",
            "what the compiler wrote cannot be read as WebAssembly",
        )
    })
}

fn report(path: &Path, sizes: &Sizes, optimized: bool, shell: &Shell) {
    let by = if optimized { "" } else { " without wasm-opt" };
    shell.status(
        "Built",
        format_args!(
            "{}: {} bytes raw, {} optimized{by}, {} gzip",
            path.display(),
            thousands(sizes.raw),
            thousands(sizes.wasm),
            thousands(sizes.gzip)
        ),
    );
}
