//! `cargo pyext new` and `init`: write a crate that builds, tests and packs, whole or not at all.

mod ask;
mod begun;
mod names;
pub(crate) mod sdk;
mod template;
mod vcs;
mod workspace;
mod write;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::diff::Source;
use crate::error::{Error, Result};
use crate::escape;
use crate::files;
use crate::shell::Shell;
use crate::wheel::{archive, metadata, names as wheel_names};
pub use ask::{ask, no_name};
use names::Names;
pub use template::{Ci, Template};
use template::{File, Values};
pub use vcs::Vcs;
use workspace::Membership;

/// What the new crate is like.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Name of the crate and the wheel [default: the folder's name]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Name of the Python module [default: the crate's name, with `_` for `-`]
    #[arg(long, value_name = "NAME")]
    pub module_name: Option<String>,
    /// What to begin with [default: function]
    #[arg(long, value_enum, value_name = "TEMPLATE")]
    pub template: Option<Template>,
    /// Begin a plugin that keeps this contract, in place of a template
    #[arg(long, value_name = "CONTRACT", conflicts_with = "template")]
    pub interface: Option<PathBuf>,
    /// Use Rust's standard library, as the template `component` always does; the module is larger
    #[arg(long)]
    pub std: bool,
    /// The `pyext` crate to depend on: a version, or the folder of a checkout [default: the checkout of this program]
    #[arg(long, value_name = "VERSION|PATH")]
    pub sdk: Option<String>,
    /// Write a pyproject.toml and a build backend, too, so that pip, uv and `python -m build` build the crate
    #[arg(long)]
    pub pyproject: bool,
    /// Write the workflow of a service that builds, tests and packs on every push
    #[arg(long, value_enum, value_name = "SERVICE")]
    pub ci: Option<Ci>,
    /// Make a repository, or not [default: git, unless the folder is in a repository]
    #[arg(long, value_name = "git|none", hide_possible_values = true)]
    pub vcs: Option<Vcs>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The crate's folder.
    pub folder: PathBuf,
    /// The crate's name.
    pub name: String,
    /// The files, by their paths in the folder.
    pub files: Vec<String>,
}

impl Made {
    fn new(folder: &Path, name: &str, files: &[File]) -> Made {
        Made {
            folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf()),
            name: name.to_string(),
            files: files.iter().map(|file| file.path.clone()).collect(),
        }
    }
}

/// Makes a folder with a new crate.
///
/// # Errors
/// PX219 if it cannot be written, PX501 to PX504 and PX507 if it would not work; nothing is written then.
pub fn new(path: &Path, options: &Options, shell: &Shell) -> Result<Made> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(Error::new("PX501", format!("{} exists", shown(path)))
            .mend("give another folder, or use `cargo pyext init` to add what is missing"));
    }
    let parent = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let plan = Plan::new(path, nearest_folder(parent), options)?;
    let files = plan.files()?;

    fs::create_dir_all(parent).map_err(|e| files::cannot_write(parent, &e))?;
    write::folder(path, parent, &files)?;
    finish(path, &plan, options, &[], shell)?;
    Ok(Made::new(path, &plan.values.name, &files))
}

/// Turns a folder into a crate; files of the user's stay as they are.
///
/// # Errors
/// PX219 if it cannot be written, PX502 to PX507 if it would not work; nothing is written then.
pub fn init(path: &Path, options: &Options, shell: &Shell) -> Result<Made> {
    if path.exists() && !path.is_dir() {
        return Err(
            Error::new("PX501", format!("{} is no folder", shown(path))).mend("give a folder")
        );
    }
    let full = std::path::absolute(path).map_err(|e| files::cannot_write(path, &e))?;
    let full = full.canonicalize().unwrap_or(full);
    if full.join("Cargo.toml").exists() {
        return match options.pyproject || options.ci.is_some() {
            true => add(&full, options, shell),
            false => Err(already_a_crate(&full, options.sdk.as_deref())),
        };
    }
    let plan = Plan::new(&full, nearest_folder(&full), options)?;
    let mut files = plan.files()?;
    let exists = |file: &File| fs::symlink_metadata(full.join(&file.path)).is_ok();
    let (kept, conflicts): (Vec<String>, Vec<String>) = files
        .iter()
        .filter(|file| exists(file))
        .map(|file| file.path.clone())
        .partition(|path| KEPT.contains(&path.as_str()));
    if !conflicts.is_empty() {
        return Err(in_the_way(&conflicts));
    }
    if let Some(license) = license_file(&full) {
        // Another licence than the template's would contradict it.
        files.retain(|file| file.path != "LICENSE");
        shell.note(format_args!(
            "Cargo.toml says `license = \"MIT\"`: change it if {license} is another licence"
        ));
    }
    files.retain(|file| !kept.contains(&file.path));
    write::into(&full, &files)?;
    finish(&full, &plan, options, &kept, shell)?;
    Ok(Made::new(&full, &plan.values.name, &files))
}

fn in_the_way(conflicts: &[String]) -> Error {
    Error::new("PX506", "files of yours are in the way")
        .place(conflicts.join("\n"))
        .reason("nothing of yours is overwritten, and the new crate would not work without its own")
        .mend("move them away, or make a new folder: cargo pyext new NAME")
}

/// Adds the files for Python's build tools and those for a service to a crate that is there.
fn add(folder: &Path, options: &Options, shell: &Shell) -> Result<Made> {
    let bytes = files::read(&folder.join("Cargo.toml"))?;
    let manifest: toml::Table = String::from_utf8_lossy(&bytes).parse().unwrap_or_default();
    let of_crate = manifest
        .get("package")
        .and_then(|p| p.get("name"))
        .and_then(toml::Value::as_str);
    let name = options.name.as_deref().or(of_crate).unwrap_or_default();
    let mut files = match options.pyproject {
        true => template::pyproject(name)?,
        false => Vec::new(),
    };
    files.extend(options.ci.map(template::ci).unwrap_or_default());
    let exists = |file: &&File| fs::symlink_metadata(folder.join(&file.path)).is_ok();
    let conflicts: Vec<String> = files
        .iter()
        .filter(exists)
        .map(|f| f.path.clone())
        .collect();
    if !conflicts.is_empty() {
        return Err(in_the_way(&conflicts));
    }
    write::into(folder, &files)?;
    let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    shell.status("Created", names.join(" and "));
    if options.ci.is_some() {
        note_paths(folder, shell);
    }
    Ok(Made::new(folder, name, &files))
}

/// The files for Python's build tools, for a source distribution of a crate that has none.
///
/// # Errors
/// PX509 if a template is broken; a test shows that none is.
pub fn pyproject(name: &str) -> Result<Vec<archive::File>> {
    let files = template::pyproject(name)?;
    Ok(files
        .into_iter()
        .map(|file| archive::File::new(file.path, file.text))
        .collect())
}

/// Files that `init` leaves alone if they are there: the crate works with the user's own.
const KEPT: [&str; 3] = [".gitignore", "LICENSE", "README.md"];

/// A checked decision about what to write.
struct Plan {
    template: Template,
    std: bool,
    pyproject: bool,
    ci: Option<Ci>,
    contract: Option<Source>,
    values: Values,
}

impl Plan {
    /// `asked` is an existing folder in which git is asked for the author.
    fn new(path: &Path, asked: &Path, options: &Options) -> Result<Plan> {
        let folder_name = path.file_name().and_then(|name| name.to_str());
        let name = options.name.as_deref().or(folder_name).unwrap_or_default();
        let template = options.template.unwrap_or_default();
        let names = Names::new(name, options.module_name.as_deref())?;
        let contract = options.interface.as_deref().map(Source::read).transpose()?;
        let sdk = sdk::dependency(options.sdk.as_deref())?;
        let author = vcs::config(asked, "user.name");
        let authors = match (&author, vcs::config(asked, "user.email")) {
            (Some(name), Some(email)) => vec![format!("{name} <{email}>")],
            (Some(name), None) => vec![name.clone()],
            (None, _) => vec![],
        };
        let values = Values {
            authors: toml::Value::from(authors).to_string(),
            holder: author.unwrap_or_else(|| format!("the authors of {}", names.crate_name)),
            sdk,
            wheels: "target/wheels".to_string(),
            wheel_name: format!(
                "{}-0.1.0-{}.whl",
                wheel_names::file_name(&names.crate_name),
                metadata::TAG
            ),
            example: match &contract {
                Some(contract) => begun::example(&contract.interface, &names.module_name),
                None => template.example(&names.module_name),
            },
            std: options.std,
            world: template.world(&names.module_name)?,
            name: names.crate_name,
            module_name: names.module_name,
        };
        Ok(Plan {
            template,
            std: options.std,
            pyproject: options.pyproject,
            ci: options.ci,
            contract,
            values,
        })
    }

    /// The files to write.
    fn files(&self) -> Result<Vec<File>> {
        let mut files = template::render(self.template, self.std, &self.values)?;
        if self.pyproject {
            files.extend(template::pyproject(&self.values.name)?);
        }
        files.extend(self.ci.map(template::ci).unwrap_or_default());
        if let Some(contract) = &self.contract {
            let no_std = if self.std { "" } else { template::NO_STD };
            begun::replace(&mut files, contract, &self.values.module_name, no_std)?;
        }
        Ok(files)
    }
}

/// What can only be done when the crate is there: fit it into the workspace around it, make a repository, say what is next.
fn finish(
    path: &Path,
    plan: &Plan,
    options: &Options,
    kept: &[String],
    shell: &Shell,
) -> Result<()> {
    let mut values = plan.values.clone();
    match workspace::membership(path) {
        Membership::Alone => {}
        Membership::Stray => {
            let manifest = path.join("Cargo.toml");
            let text =
                fs::read_to_string(&manifest).map_err(|e| files::cannot_write(&manifest, &e))?;
            let table =
                "\n# It stands for itself, although a workspace is around it.\n[workspace]\n";
            files::write(&manifest, format!("{text}{table}").as_bytes())?;
            shell.note(
                "the crate lies in a workspace that does not list it, so it got a `[workspace]` table of its own;\n      \
                 to make it a member, take that table out and add the crate to `members` of the workspace",
            );
        }
        Membership::Member { root, target } => {
            let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
            let up = path
                .strip_prefix(&root)
                .map_or(0, |below| below.components().count());
            if let (Ok(below), true) = (target.strip_prefix(&root), up > 0) {
                values.wheels = format!("{}{below}/wheels", "../".repeat(up));
            }
            shell.note(format_args!(
                "the crate is a member of the workspace in {root}"
            ));
        }
    }
    if values != plan.values && !kept.iter().any(|path| path == "README.md") {
        for file in template::render(plan.template, plan.std, &values)?
            .iter()
            .filter(|file| file.path == "README.md")
        {
            files::write(&path.join(&file.path), file.text.as_bytes())?;
        }
    }
    vcs::init(path, options.vcs, shell);
    if plan.ci.is_some() {
        note_paths(path, shell);
    }
    if !kept.is_empty() {
        shell.note(format_args!("kept your {}", kept.join(", ")));
    }
    shell.status(
        "Created",
        format_args!(
            "the extension `{}`, a crate with the Python module `{}`",
            values.name, values.module_name
        ),
    );
    let here = std::env::current_dir().is_ok_and(|here| here == path);
    let cd = if here {
        String::new()
    } else {
        format!("cd {} && ", word(path))
    };
    shell.note(format_args!("next: {cd}cargo test && cargo pyext wheel"));
    if plan.contract.is_some() {
        shell.note(format_args!(
            "whether it still keeps the contract: cargo pyext check --interface {}",
            begun::CONTRACT
        ));
    }
    Ok(())
}

/// Says if a service cannot build the crate: it has only what is in the repository, and what is published.
fn note_paths(folder: &Path, shell: &Shell) {
    if sdk::is_path(&folder.join("Cargo.toml")) {
        shell.note(
            "the workflow cannot pass yet: Cargo.toml takes `pyext` from a folder of this machine;\n      \
             write the version of a published one, as `--sdk VERSION` does",
        );
    }
}

/// The path as one word of a command line, in the quotes that every shell has.
fn word(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/\\.:_-".contains(c);
    if path.chars().all(plain) {
        path
    } else {
        format!("\"{path}\"")
    }
}

fn already_a_crate(path: &Path, sdk: Option<&str>) -> Error {
    let manifest = path.join("Cargo.toml");
    if sdk::is_in(&manifest) {
        return Error::new("PX505", "the folder is an extension already")
            .place(manifest.display())
            .reason("it depends on `pyext`; nothing of yours is overwritten")
            .mend("build it: cargo pyext build\nor add what it lacks: --pyproject, --ci SERVICE");
    }
    let dependency = sdk::lines(sdk, r#", features = ["std"]"#);
    Error::new("PX505", "the folder is a crate already")
        .place(manifest.display())
        .reason("nothing of yours is overwritten")
        .mend(format!(
            "to make an extension of the crate, write in its Cargo.toml:\n\
             {dependency}\n\
             and #[pyext::export] before each function that Python shall see;\n\
             if the crate does not need the standard library, leave out `features`, and write at the top of src/lib.rs:\n\
             #![cfg_attr(target_family = \"wasm\", no_std)]"
        ))
}

/// A licence file of the user's.
fn license_file(folder: &Path) -> Option<String> {
    let names = folder
        .read_dir()
        .ok()?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok());
    let is_license = |name: &String| {
        let name = name.to_ascii_uppercase();
        ["LICENSE", "LICENCE", "COPYING"]
            .iter()
            .any(|beginning| name.starts_with(beginning))
    };
    names.filter(is_license).min()
}

/// The nearest folder above, or this one, that exists.
fn nearest_folder(path: &Path) -> &Path {
    path.ancestors()
        .find(|folder| folder.is_dir())
        .unwrap_or(Path::new("."))
}

fn shown(path: &Path) -> String {
    escape::name(&PathBuf::from(path).display().to_string())
}
