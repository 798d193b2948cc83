//! Runs a command and collects the lines of its output that describe failures, so they can be printed again at
//! the end of a long log.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, pipe};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

/// The number of last lines that are kept: the output of `node --test` and `cargo test` ends with the failures.
const LAST_LINES: usize = 60;
/// The maximum number of earlier lines that are kept because they name a failure.
const FAILURE_LINES: usize = 40;
/// How a line that names a failure starts, in the output of the test runners.
const FAILURE_PREFIXES: [&str; 4] = ["FAIL", "not ok", "✖", "error:"];

/// Runs the command and forwards its output. If it fails, returns the lines to repeat.
///
/// # Errors
/// If the command cannot be started or its output cannot be read.
pub fn run(command: &mut Command) -> Result<Result<(), Vec<String>>> {
    let (reader, writer) = pipe()?;
    let mut child = command
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()
        .context("the command did not start")?;
    // `Command` holds the writing end, and would keep the pipe open after the child exits.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut summary = FailureSummary::default();
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        summary.add(text.trim_end());
        line.clear();
    }
    Ok(if child.wait()?.success() {
        Ok(())
    } else {
        Err(summary.into_lines())
    })
}

#[derive(Default)]
struct FailureSummary {
    failures: Vec<String>,
    last: VecDeque<String>,
}

impl FailureSummary {
    fn add(&mut self, line: &str) {
        self.last.push_back(line.to_owned());
        if self.last.len() <= LAST_LINES {
            return;
        }
        let Some(old) = self.last.pop_front() else {
            return;
        };
        let names_failure = FAILURE_PREFIXES
            .iter()
            .any(|prefix| old.trim_start().starts_with(prefix));
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
    fn a_success_has_no_summary() {
        assert_eq!(shell("echo fine; echo FAIL >&2"), Ok(()));
    }

    #[test]
    fn a_failure_keeps_failure_lines_and_the_last_lines_of_both_streams() {
        let lines = shell("echo '  ✖ one'; echo 'not ok two' >&2; seq 100; echo last >&2; exit 3")
            .expect_err("it fails");
        assert_eq!(lines[..3], ["  ✖ one", "not ok two", "…"]);
        assert_eq!(lines[3], "42");
        assert_eq!(lines[62], "last");
        assert_eq!(lines.len(), 63);
    }
}
