//! What `new` asks on a terminal if it is given no name: the name, and what to begin with.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use super::Template;
use crate::error::{Error, Result};

/// The answer if none is given.
const NAME: &str = "my-extension";

/// PX508: there is no name, and nobody to ask for one.
pub fn no_name() -> Error {
    Error::new("PX508", "the new extension needs a name")
        .reason("it is asked for only on a terminal, and not with --quiet")
        .mend("cargo pyext new NAME")
}

/// Asks for the folder, and for the template if none was chosen. An empty answer takes the default.
///
/// # Errors
/// PX508 if the input ends, PX219 if it cannot be read or the question not be written.
pub fn ask(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    template: Option<Template>,
) -> Result<(PathBuf, Template)> {
    let name = question(input, output, &format!("Name of the extension [{NAME}]: "))?;
    let path = PathBuf::from(if name.is_empty() { NAME } else { &name });
    if let Some(template) = template {
        return Ok((path, template));
    }
    say(output, &Template::list())?;
    let default = Template::default().name();
    loop {
        let answer = question(input, output, &format!("Template [{default}]: "))?;
        if answer.is_empty() {
            return Ok((path, Template::default()));
        }
        match Template::from_str(&answer, true) {
            Ok(template) => return Ok((path, template)),
            Err(_) => say(output, "One of the words at the left, please.\n")?,
        }
    }
}

fn question(input: &mut dyn BufRead, output: &mut dyn Write, text: &str) -> Result<String> {
    say(output, text)?;
    let mut line = String::new();
    match input.read_line(&mut line) {
        Ok(0) => Err(no_name()),
        Ok(_) => Ok(line.trim().to_string()),
        Err(e) => Err(terminal(&e)),
    }
}

fn say(output: &mut dyn Write, text: &str) -> Result<()> {
    let written = output.write_all(text.as_bytes());
    written
        .and_then(|()| output.flush())
        .map_err(|e| terminal(&e))
}

fn terminal(why: &std::io::Error) -> Error {
    Error::new("PX219", "the terminal cannot be read or written").reason(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(input: &str, template: Option<Template>) -> (Result<(PathBuf, Template)>, String) {
        let mut said = Vec::new();
        let answer = ask(&mut input.as_bytes(), &mut said, template);
        (answer, String::from_utf8(said).unwrap())
    }

    #[test]
    fn empty_answers_take_the_defaults() {
        let (answer, said) = asked("\n\n", None);
        assert_eq!(answer, Ok((PathBuf::from(NAME), Template::Function)));
        assert!(
            said.starts_with("Name of the extension [my-extension]: "),
            "{said}"
        );
        assert!(said.ends_with("\nTemplate [function]: "), "{said}");
    }

    #[test]
    fn a_template_that_there_is_not_is_asked_for_again() {
        let (answer, said) = asked(" tally \nclasses\nclass\n", None);
        assert_eq!(answer, Ok((PathBuf::from("tally"), Template::Class)));
        assert_eq!(said.matches("Template [function]: ").count(), 2);
    }

    #[test]
    fn what_was_chosen_is_not_asked_for() {
        let (answer, said) = asked("tally\n", Some(Template::Plugin));
        assert_eq!(answer, Ok((PathBuf::from("tally"), Template::Plugin)));
        assert!(!said.contains("Template"), "{said}");
    }

    #[test]
    fn an_input_that_ends_is_no_answer() {
        for input in ["", "tally\n", "tally\nnone of them\n"] {
            assert_eq!(asked(input, None).0.map_err(|e| e.code), Err("PX508"));
        }
    }
}
