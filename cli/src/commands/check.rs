//! `cargo pyext check`.

use std::path::{Path, PathBuf};

use cargo_pyext::build::{self, Built};
use cargo_pyext::cargo::options::CargoOptions;
use cargo_pyext::check::{Report, check_for};
use cargo_pyext::contract;
use cargo_pyext::diff::Source;
use cargo_pyext::error::{Error, Result};
use cargo_pyext::files;
use cargo_pyext::policy::Policy;
use cargo_pyext::shell::Shell;
use cargo_pyext::wasm::features::OLDEST;
use clap::Args;
use serde_json::{Value, json};

use crate::commands::{Format, Outcome};

/// Check that a `.wasm` file follows the ABI
#[derive(Args)]
#[group(skip)]
#[command(
    visible_alias = "validate",
    after_help = "\
Examples:
  cargo pyext check              this crate's, built first
  cargo pyext check plugin.wasm  any file
  cargo pyext check plugin.wasm --policy limits.toml
  cargo pyext check plugin.wasm --interface app.json

A policy limits more than the ABI does: `max-size`, `max-gzip-size`, `max-memory`
(\"64 kB\", \"16 MiB\") and `allowed-imports` (a list of \"MODULE.NAME\"). `wasmtime`
(\">=47\") is the oldest release that the module has to run on, 36 if nothing is said.
A crate has these keys in [package.metadata.pyext], and its build fails if one is broken.

A contract is what a program expects of its plugins: `python -m pyext_host interface
app:Plugin` makes its file of a Protocol. A .wasm or a wheel can serve as one, too.

With `--message-format json`:
  {\"file\", \"findings\": [{\"code\", \"message\", \"place\", \"reason\", \"mend\"}],
   \"more\": number of findings beyond the first hundred}

Exit status:
  0  nothing is wrong
  1  there are findings
  2  the check could not be made"
)]
pub struct Options {
    /// The file to check [default: what this crate builds]
    file: Option<PathBuf>,
    /// Judge by the limits in this file of TOML, too
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Judge by the contract in this file, too
    #[arg(long, value_name = "CONTRACT")]
    interface: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    cargo: CargoOptions,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let policy = self.policy.as_deref().map(Policy::read).transpose()?;
        let contract = self.interface.as_deref().map(Source::read).transpose()?;
        let (path, report) = match &self.file {
            Some(path) => {
                let bytes = files::read(path)?;
                let report = self.judge(&bytes, None, policy.as_ref(), contract.as_ref());
                (path.clone(), report)
            }
            None => {
                let built = build::make(&self.cargo.clone().into(), shell)?;
                let report = self.judge(
                    &built.bytes,
                    Some(&built),
                    policy.as_ref(),
                    contract.as_ref(),
                );
                let path = built.wasm.clone();
                if report.findings.is_empty() {
                    built.write(shell)?;
                }
                (path, report)
            }
        };
        self.show(&path, &report, shell)?;
        Ok(if report.findings.is_empty() {
            Outcome::Success
        } else {
            Outcome::Findings
        })
    }
    /// Judges a module by the ABI, the limits of its crate if it is this one's, the policy and the contract.
    fn judge(
        &self,
        bytes: &[u8],
        own: Option<&Built>,
        policy: Option<&Policy>,
        contract: Option<&Source>,
    ) -> Report {
        let of_crate = own.map(|built| &built.manifest.policy);
        let wasmtime = policy
            .and_then(|policy| policy.wasmtime)
            .or_else(|| of_crate?.wasmtime);
        let graph = own.map(Built::graph);
        let mut report = check_for(bytes, graph.as_ref(), wasmtime.unwrap_or(OLDEST));
        let manifest = own.map(|built| built.package.manifest_path.as_std_path());
        let limits = [(of_crate, manifest), (policy, self.policy.as_deref())];
        for (policy, place) in limits.into_iter().filter_map(|(a, b)| a.zip(b)) {
            let broken = policy.judge(bytes).into_iter();
            report
                .findings
                .extend(broken.map(|finding| finding.place(place.display())));
        }
        if let (Some(contract), Some(plugin)) = (contract, &report.interface) {
            report.findings.extend(contract::judge(contract, plugin));
        }
        report
    }

    fn show(&self, path: &Path, report: &Report, shell: &Shell) -> Result<()> {
        let (findings, more) = report.shown();
        if self.format.is_json() {
            let findings: Vec<Value> = findings.iter().map(Error::json).collect();
            return self
                .format
                .print(&json!({"file": path, "findings": findings, "more": more}));
        }
        for finding in findings {
            shell.error(finding);
        }
        if more > 0 {
            shell.note(format_args!("and {more} more"));
        }
        let found = match report.findings.len() {
            0 => "nothing is wrong".to_string(),
            1 => "1 finding".to_string(),
            n => format!("{n} findings"),
        };
        shell.status("Checked", format_args!("{}: {found}", path.display()));
        Ok(())
    }
}
