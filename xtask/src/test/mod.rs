//! `cargo xtask test`: runs the stages, goes on after one that fails, ends with the count.

mod built;
mod fuzz;
mod lint;
mod stages;
mod suites;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use cargo_pyext::error::{Error, Result};
use clap::Args;

use self::built::Built;
use self::stages::{STAGES, Stage};
use crate::context::Context;
use crate::setup::{self, Purpose};

#[derive(Args)]
pub struct Options {
    /// The stages to run; all without a name
    names: Vec<String>,
    /// List the stages and run none
    #[arg(long)]
    list: bool,
}

/// Runs the chosen stages.
pub fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let chosen = choose(&options.names)?;
    if options.list {
        for stage in chosen {
            println!("{:<16} {}", stage.name, stage.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    setup::run(context, Purpose::Test)?;
    let built = Built::default();
    let outcomes: Vec<(&Stage, bool, Duration)> = chosen
        .into_iter()
        .map(|stage| {
            let started = Instant::now();
            let passed = attempt(context, &built, stage);
            (stage, passed, started.elapsed())
        })
        .collect();
    Ok(summary(&outcomes))
}

fn choose(names: &[String]) -> Result<Vec<&'static Stage>> {
    if names.is_empty() {
        return Ok(STAGES.iter().collect());
    }
    let unknown: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| STAGES.iter().all(|stage| stage.name != *name))
        .collect();
    if !unknown.is_empty() {
        let known: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        return Err(Error::new(
            "PX708",
            format!("there is no stage `{}`", unknown.join("`, `")),
        )
        .reason(format!("the stages are {}", known.join(", ")))
        .mend("cargo xtask test --list"));
    }
    // In the order of the table, whatever the order asked: quick ones first.
    Ok(STAGES
        .iter()
        .filter(|stage| names.iter().any(|name| name == stage.name))
        .collect())
}

fn attempt(context: &Context, built: &Built, stage: &Stage) -> bool {
    context
        .shell
        .status("Stage", format_args!("{}: {}", stage.name, stage.about));
    let started = Instant::now();
    let outcome = (stage.run)(context, built);
    if let Err(error) = &outcome {
        context.shell.error(error);
    }
    let verb = if outcome.is_ok() { "Passed" } else { "Failed" };
    context.shell.status(
        verb,
        format_args!(
            "{} in {:.1} s\n",
            stage.name,
            started.elapsed().as_secs_f64()
        ),
    );
    outcome.is_ok()
}

fn summary(outcomes: &[(&Stage, bool, Duration)]) -> ExitCode {
    for (stage, passed, time) in outcomes {
        let verdict = if *passed { "passed" } else { "FAILED" };
        println!("{verdict} {:>7.1} s  {}", time.as_secs_f64(), stage.name);
    }
    let failed = outcomes.iter().filter(|(_, passed, _)| !passed).count();
    println!("{} passed, {failed} failed", outcomes.len() - failed);
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_a_name_of_its_own() {
        let mut names: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STAGES.len());
    }

    #[test]
    fn an_unknown_stage_is_an_error_that_lists_the_known_ones() {
        let error = choose(&["format".to_owned(), "nonsense".to_owned()]).err();
        let text = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(text.contains("there is no stage `nonsense`"), "{text}");
        assert!(text.contains("format, "), "{text}");
    }

    #[test]
    fn chosen_stages_run_in_the_order_of_the_table() {
        let names = ["clippy".to_owned(), "format".to_owned()];
        let chosen = choose(&names).unwrap_or_default();
        let chosen: Vec<&str> = chosen.iter().map(|stage| stage.name).collect();
        assert_eq!(chosen, ["format", "clippy"]);
    }
}
