//! The help of every command, word for word: examples and exit status stand in each.
#![allow(clippy::unwrap_used, reason = "tests")]
#![cfg(feature = "component")]

mod support;

use std::path::Path;

use support::{Expected, cargo_pyext, folder, outcome};

/// Help as it is on a terminal of 100 columns.
fn help(arguments: &[&str]) -> String {
    let arguments = [arguments, &["--help"]].concat();
    let mut command = cargo_pyext(Path::new("."), &arguments);
    let (status, out, said) = outcome(&command.env("COLUMNS", "100").output().unwrap());
    assert_eq!((status, said.as_str()), (0, ""));
    out
}

/// The names of the commands, as the help lists them.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let list = lines.take_while(|line| !line.is_empty());
    let first = |line: &str| line.split_whitespace().next().unwrap().to_string();
    list.filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(first)
        .filter(|name| name != "help")
        .collect()
}

#[test]
fn the_help_of_every_command_is_as_expected_and_has_examples_and_exit_status() {
    let mut expected = Expected::default();
    let whole = help(&[]);
    expected.compare(&folder("help").join("pyext.txt"), &whole);
    let commands = commands(&whole);
    assert!(commands.len() > 5, "{commands:?}");
    for name in commands {
        let text = help(&[&name]);
        for part in ["\nExamples:\n  cargo pyext ", "\nExit status:\n"] {
            assert!(text.contains(part), "{name}: {text}");
        }
        let has_json = text.contains("--message-format <FORMAT>");
        assert_eq!(
            has_json,
            text.contains("With `--message-format json`:\n  "),
            "{name}: {text}"
        );
        // One writes a script, the other does not end.
        assert_eq!(
            has_json,
            !["completions", "watch"].contains(&&*name),
            "{name}"
        );
        expected.compare(&folder("help").join(format!("{name}.txt")), &text);
    }
    expected.finish();
}
