//! The flags that cargo has too, with cargo's names and meanings.

use std::path::PathBuf;
use std::process::Command;

use clap::Args;

/// Flags that are handed on to cargo.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
pub struct CargoOptions {
    /// Package to build
    #[arg(short, long, value_name = "SPEC", help_heading = "Package Selection")]
    pub package: Option<String>,
    /// Space or comma separated list of features to activate
    #[arg(
        short = 'F',
        long,
        value_name = "FEATURES",
        help_heading = "Feature Selection"
    )]
    pub features: Vec<String>,
    /// Activate all available features
    #[arg(long, help_heading = "Feature Selection")]
    pub all_features: bool,
    /// Do not activate the `default` feature
    #[arg(long, help_heading = "Feature Selection")]
    pub no_default_features: bool,
    /// Number of parallel jobs, defaults to # of CPUs
    #[arg(
        short,
        long,
        value_name = "N",
        allow_hyphen_values = true,
        help_heading = "Compilation Options"
    )]
    pub jobs: Option<String>,
    /// Directory for all generated artifacts
    #[arg(long, value_name = "DIRECTORY", help_heading = "Compilation Options")]
    pub target_dir: Option<PathBuf>,
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH", help_heading = "Manifest Options")]
    pub manifest_path: Option<PathBuf>,
    /// Run without accessing the network
    #[arg(long, help_heading = "Manifest Options")]
    pub offline: bool,
    /// Assert that `Cargo.lock` will remain unchanged
    #[arg(long, help_heading = "Manifest Options")]
    pub locked: bool,
    /// Equivalent to specifying both --locked and --offline
    #[arg(long, help_heading = "Manifest Options")]
    pub frozen: bool,
    /// Override a configuration value
    #[arg(long, value_name = "KEY=VALUE|PATH", help_heading = "Manifest Options")]
    pub config: Vec<String>,
}

impl CargoOptions {
    /// Adds the flags that every cargo command has.
    pub fn manifest_args(&self, command: &mut Command) {
        if let Some(path) = &self.manifest_path {
            command.arg("--manifest-path").arg(path);
        }
        for (flag, on) in [
            ("--offline", self.offline),
            ("--locked", self.locked),
            ("--frozen", self.frozen),
        ] {
            if on {
                command.arg(flag);
            }
        }
        for config in &self.config {
            command.arg("--config").arg(config);
        }
    }

    /// Adds the flags that select features.
    pub fn feature_args(&self, command: &mut Command) {
        for features in &self.features {
            command.arg("--features").arg(features);
        }
        if self.all_features {
            command.arg("--all-features");
        }
        if self.no_default_features {
            command.arg("--no-default-features");
        }
    }

    /// Adds the flags that only a compiling command has.
    pub fn compile_args(&self, command: &mut Command) {
        if let Some(jobs) = &self.jobs {
            command.arg("--jobs").arg(jobs);
        }
        if let Some(dir) = &self.target_dir {
            command.arg("--target-dir").arg(dir);
        }
    }
}
