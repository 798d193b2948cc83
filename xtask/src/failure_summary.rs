//! Runs a command and keeps what its output says about failures, so that it can be printed once more at the
//! end of a log that is thousands of lines long.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, pipe};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

/// How many of the last lines are kept: the reporters of `node --test` and `cargo test` end with the failures.
const LAST_LINES: usize = 60;
/// How many lines that name a failure are kept beside them.
const FAILURE_LINES: usize = 40;
/// How such a line begins, in the output of the runners that the tests use.
const FAILURE_MARKS: [&str; 4] = ["FAIL", "not ok", "✖", "error:"];

/// Runs the command to its end and passes its output on. Where it fails, gives the lines to be repeated.
///
/// # Errors
/// Where the command cannot be started or its output cannot be read.
pub fn run(command: &mut Command) -> Result<Result<(), Vec<String>>> {
    let (reader, writer) = pipe()?;
    let mut child = command
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()
        .context("the command did not start")?;
    // The command holds the writing end, and would keep the pipe open after its child's end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut digest = Digest::default();
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        digest.add(text.trim_end());
        line.clear();
    }
    Ok(if child.wait()?.success() {
        Ok(())
    } else {
        Err(digest.into_lines())
    })
}

#[derive(Default)]
struct Digest {
    failures: Vec<String>,
    last: VecDeque<String>,
}

impl Digest {
    fn add(&mut self, line: &str) {
        self.last.push_back(line.to_owned());
        if self.last.len() <= LAST_LINES {
            return;
        }
        let Some(old) = self.last.pop_front() else {
            return;
        };
        let names_failure = FAILURE_MARKS
            .iter()
            .any(|mark| old.trim_start().starts_with(mark));
        if names_failure && self.failures.len() < FAILURE_LINES {
            self.failures.push(old);
        }
    }

    fn into_lines(mut self) -> Vec<String> {
        if !self.failures.is_empty() {
            self.failures.push(String::from("…"));
        }
        self.failures.extend(self.last);
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Result<(), Vec<String>> {
        run(Command::new("sh").args(["-c", script])).expect("sh runs")
    }

    #[test]
    fn a_success_has_nothing_to_repeat() {
        assert_eq!(shell("echo fine; echo FAIL >&2"), Ok(()));
    }

    #[test]
    fn a_failure_keeps_the_failure_lines_and_the_end_of_both_streams() {
        let lines = shell("echo '  ✖ one'; echo 'not ok two' >&2; seq 100; echo last >&2; exit 3")
            .expect_err("it fails");
        assert_eq!(lines[..3], ["  ✖ one", "not ok two", "…"]);
        assert_eq!(lines[3], "42");
        assert_eq!(lines[62], "last");
        assert_eq!(lines.len(), 63);
    }
}
