//! Runs a command and collects the lines of its output that describe failures, so they can be printed again at
//! the end of a long log.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, PipeReader, pipe};
use std::mem;
use std::process::Command;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use process_wrap::std::{CommandWrap, ProcessGroup};

/// The number of last lines that are kept: the output of `node --test` and `cargo test` ends with the failures.
const LAST_LINES: usize = 60;
/// The maximum number of earlier lines that are kept because they name a failure.
const FAILURE_LINES: usize = 40;
/// How a line that names a failure starts, in the output of the test runners.
const FAILURE_PREFIXES: [&str; 4] = ["FAIL", "not ok", "✖", "error:"];

/// Runs the command and forwards its output. If it fails, returns the lines to repeat. A command that does not end
/// within `time_limit` is killed with its child processes, and fails.
///
/// # Errors
/// If the command cannot be started or its output cannot be read.
pub fn run(mut command: Command, time_limit: Duration) -> Result<Result<(), Vec<String>>> {
    let (reader, writer) = pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let mut command = CommandWrap::from(command);
    let mut child = command
        .wrap(ProcessGroup::leader())
        .spawn()
        .context("the command did not start")?;
    // It holds the writing end, and would keep the pipe open after the child exits.
    drop(command);
    let lines = read_lines(reader);
    let deadline = Instant::now() + time_limit;
    let mut summary = FailureSummary::default();
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                let text = String::from_utf8_lossy(&line);
                print!("{text}");
                summary.add(text.trim_end());
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                child.kill()?;
                let text = format!("error: stopped after {time_limit:?}");
                println!("{text}");
                summary.add(&text);
                return Ok(Err(summary.into_lines()));
            }
        }
    }
    Ok(if child.wait()?.success() {
        Ok(())
    } else {
        Err(summary.into_lines())
    })
}

/// Reads lines in a thread. A line that cannot be read ends them.
fn read_lines(reader: PipeReader) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .is_ok_and(|length| length > 0)
        {
            if sender.send(mem::take(&mut line)).is_err() {
                return;
            }
        }
    });
    receiver
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
        shell_within(Duration::from_secs(60), script)
    }

    fn shell_within(time_limit: Duration, script: &str) -> Result<(), Vec<String>> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, time_limit).expect("sh runs")
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

    #[test]
    fn a_command_that_does_not_end_is_killed_with_its_child_processes() {
        let script = "echo first; sleep 1000 & echo $!; wait";
        let lines = shell_within(Duration::from_millis(500), script).expect_err("it is stopped");
        assert_eq!(lines[0], "first");
        assert_eq!(lines[2..], ["error: stopped after 500ms"]);
        // A killed process ends some time after the signal. Its zombie, which is there until its parent collects it, has
        // no command line.
        let path = format!("/proc/{}/cmdline", lines[1]);
        let start = Instant::now();
        while std::fs::read(&path).is_ok_and(|command_line| !command_line.is_empty()) {
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "the process still runs"
            );
            std::thread::yield_now();
        }
    }
}
