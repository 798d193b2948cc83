//! Reads the rows of a file.

use std::borrow::Cow;

use clerk_metadata::core::Field;
use clerk_metadata::core::limits::MAX_FIELD_BYTES;

use crate::plan::merge::merge;
use crate::rows::input::columns::{CellProblem, Columns};
use crate::rows::input::problems::{Problem, Problems, position};
use crate::rows::input::records::{Cells, Record, RecordProblem, Records};
use crate::rows::input::settings::{Format, InputRow, InputSettings};
use crate::rows::input::target_set::TargetSet;
use crate::rows::{Row, RowError, Target};
use crate::value::{self, Value};

/// The text of a row is limited, so that a file without newlines does not fill the memory. Three fields of 8 KB need
/// less, however their characters are escaped.
pub const MAX_ROW_BYTES: usize = 1_000_000;
/// The bytes that decide about the encoding.
const HEAD_BYTES: usize = 4;

/// A file that is being read.
#[derive(Debug)]
pub struct InputReader {
    settings: InputSettings,
    head: Option<Vec<u8>>,
    line: Vec<u8>,
    line_number: u32,
    /// Whether the current line is too long.
    is_skipped: bool,
    records: Records,
    cells: Cells,
    header: Option<(Columns, String)>,
    targets: TargetSet,
    is_stopped: bool,
    /// The rows so far.
    pub count: u32,
    /// The problems so far.
    pub problems: Problems,
    /// The rows that were not taken yet.
    pub rows: Vec<InputRow>,
}

impl InputReader {
    /// Starts to read a file.
    #[must_use]
    pub fn new(settings: InputSettings) -> InputReader {
        InputReader {
            settings,
            head: Some(Vec::new()),
            line: Vec::new(),
            line_number: 1,
            is_skipped: false,
            records: Records::default(),
            cells: Cells::default(),
            header: None,
            targets: TargetSet::default(),
            is_stopped: false,
            count: 0,
            problems: Problems::default(),
            rows: Vec::new(),
        }
    }

    /// The first line of a CSV file, and the column `_error`.
    #[must_use]
    pub fn header(&self) -> Option<(&str, Option<usize>)> {
        let (columns, text) = self.header.as_ref()?;
        Some((text, columns.error))
    }

    /// Whether the rest of the file cannot be read.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Reads the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        match &mut self.head {
            None => self.read(bytes),
            Some(head) => {
                head.extend_from_slice(bytes);
                if head.len() >= HEAD_BYTES {
                    self.start();
                }
            }
        }
    }

    /// The file has ended.
    pub fn finish(&mut self) {
        if self.head.is_some() {
            self.start();
        }
        if self.is_stopped {
            return;
        }
        match self.settings.format {
            Format::Ndjson => self.ndjson_line(true),
            Format::Csv(_) => {
                if let Some(result) = self.records.finish() {
                    self.record(result);
                }
            }
        }
        self.targets = TargetSet::default();
        if self.count == 0 && self.problems.count == 0 {
            let reason = match self.settings.format {
                Format::Ndjson => "the input is empty: it must have at least one row.",
                Format::Csv(_) => {
                    "the input is empty: it must have a line that names the columns, and at least one row."
                }
            };
            self.problem(1, 1, "", reason);
        }
    }

    /// Checks the encoding.
    fn start(&mut self) {
        let head = self.head.take().unwrap_or_default();
        let start = head.get(..HEAD_BYTES).unwrap_or(&head);
        if start.starts_with(&[0xff, 0xfe])
            || start.starts_with(&[0xfe, 0xff])
            || start.contains(&0)
        {
            self.is_stopped = true;
            self.problem(
                1,
                1,
                "",
                "the input is UTF-16 or not text. Save it as UTF-8.",
            );
            return;
        }
        self.read(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head));
    }

    fn read(&mut self, bytes: &[u8]) {
        if self.settings.format == Format::Ndjson {
            for part in bytes.split_inclusive(|byte| *byte == b'\n') {
                let has_ended = part.ends_with(b"\n");
                let text = part.strip_suffix(b"\n").unwrap_or(part);
                if self.line.len() + text.len() > MAX_ROW_BYTES {
                    self.is_skipped = true;
                    self.line.clear();
                }
                if !self.is_skipped {
                    self.line.extend_from_slice(text);
                }
                if has_ended {
                    self.ndjson_line(false);
                }
            }
            return;
        }
        for byte in bytes {
            if self.is_stopped {
                return;
            }
            if let Some(result) = self.records.byte(*byte) {
                self.record(result);
            }
        }
    }

    fn ndjson_line(&mut self, is_last: bool) {
        let line = self.line_number;
        self.line_number = self.line_number.saturating_add(1);
        let bytes = std::mem::take(&mut self.line);
        if std::mem::take(&mut self.is_skipped) {
            return self.problem(line, 1, "", "the row has more than 1 MB.");
        }
        let Some(text) = self.text(&bytes, line) else {
            return;
        };
        let text = text.trim_end_matches('\r');
        if text.trim().is_empty() {
            return;
        }
        match self.parse(text) {
            Ok(row) => self.add(&row, (line, 1), line, text.to_owned(), None),
            Err(RowError { at, path, reason }) => {
                let (line, column) = position(text.as_bytes(), at, line);
                let is_cut_off = is_last && at >= text.len();
                let reason = if is_cut_off {
                    "the input ends in the middle of a row."
                } else {
                    &reason
                };
                self.problem(line, column, &path, reason);
            }
        }
    }

    fn parse(&self, text: &str) -> Result<Row, RowError> {
        let row = if self.settings.require_metadata {
            Row::parse(text)?
        } else {
            Row::parse_name(text)?
        };
        for (field, patch) in row.patch.iter() {
            let size = size_of(patch);
            if size > MAX_FIELD_BYTES {
                let at = offset_of(text, field);
                let reason =
                    format!("has {size} bytes of JSON; a field is limited to 8192 (8 KB).");
                return Err(RowError::new(at, field.name(), &reason));
            }
        }
        Ok(row)
    }

    fn record(&mut self, result: Result<Record, RecordProblem>) {
        let record = match result {
            Ok(record) => record,
            Err(problem) => {
                // Without columns, no row can be read.
                self.is_stopped |= problem.is_fatal || self.header.is_none();
                return self.problem(problem.line, problem.column, "", problem.reason);
            }
        };
        let Some(text) = self.text(&record.text, record.line) else {
            self.is_stopped |= self.header.is_none();
            return;
        };
        if text.trim().is_empty() {
            return;
        }
        let cells = self.cells.read(&text, record.cells.len());
        let Format::Csv(types) = self.settings.format else {
            return;
        };
        let Some((columns, _)) = &self.header else {
            match Columns::new(cells, types) {
                Ok(columns) => self.header = Some((columns, text.into_owned())),
                Err(problems) => {
                    self.is_stopped = true;
                    problems
                        .into_iter()
                        .for_each(|problem| self.cell_problem(&record, problem));
                }
            }
            return;
        };
        if cells.len() != columns.len {
            let reason = if record.is_last {
                "the input ends in the middle of a row.".to_owned()
            } else {
                let hint = if cells.len() > columns.len {
                    " A cell with a comma needs quotes."
                } else {
                    ""
                };
                format!(
                    "the row has {}, but the first line names {}.{hint}",
                    count_of(cells.len()),
                    count_of(columns.len)
                )
            };
            let cell = columns.len.min(cells.len().saturating_sub(1));
            let path = String::new();
            return self.cell_problem(&record, CellProblem { cell, path, reason });
        }
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let json = match columns.row(&cells, types) {
            Ok(json) => json,
            Err(problem) => return self.cell_problem(&record, problem),
        };
        match self.parse(&json) {
            Ok(row) => {
                let cell = columns.cell_of(id_key(&row.target)).unwrap_or_default();
                let at = record.cells.get(cell).copied().unwrap_or_default();
                let place = position(&record.text, at, record.line);
                self.add(&row, place, record.line, text.into_owned(), Some(json));
            }
            Err(RowError { path, reason, .. }) => {
                let cell = columns.cell_of(&path).unwrap_or_default();
                self.cell_problem(&record, CellProblem { cell, path, reason });
            }
        }
    }

    fn cell_problem(&mut self, record: &Record, problem: CellProblem) {
        let at = record.cells.get(problem.cell).copied().unwrap_or_default();
        let (line, column) = position(&record.text, at, record.line);
        self.problem(line, column, &problem.path, &problem.reason);
    }

    /// The text of bytes, which must be UTF-8 without NUL characters.
    fn text<'a>(&mut self, bytes: &'a [u8], line: u32) -> Option<Cow<'a, str>> {
        let (at, reason) = match std::str::from_utf8(bytes) {
            Ok(text) => match bytes.iter().position(|byte| *byte == 0) {
                None => return Some(Cow::Borrowed(text)),
                Some(at) => (at, "a NUL character. The input must be text in UTF-8."),
            },
            Err(error) => (
                error.valid_up_to(),
                "the input is not valid UTF-8 here. Save it as UTF-8.",
            ),
        };
        let (line, column) = position(bytes, at, line);
        self.problem(line, column, "", reason);
        None
    }

    fn add(
        &mut self,
        row: &Row,
        (line, column): (u32, u32),
        first_line: u32,
        source: String,
        json: Option<String>,
    ) {
        if self.settings.reject_duplicates && !self.targets.insert(&row.target) {
            return self.problem(
                line,
                column,
                id_key(&row.target),
                &format!(
                    "{} is in an earlier row too. Combine the rows, or apply them one after the other with duplicates: \"in-order\".",
                    row.target.name()
                ),
            );
        }
        self.count = self.count.saturating_add(1);
        if !self.settings.check_only {
            self.rows.push(InputRow {
                line: first_line,
                source,
                json,
            });
        }
    }

    fn problem(&mut self, line: u32, column: u32, path: &str, reason: &str) {
        self.problems.add(Problem {
            line,
            column,
            path: path.to_owned(),
            reason: reason.to_owned(),
        });
    }
}

/// The size of a field that did not exist before, after a patch.
fn size_of(patch: &str) -> usize {
    if patch.len() <= MAX_FIELD_BYTES {
        return patch.len();
    }
    let parsed = value::parse(patch);
    parsed.map_or(0, |patch| {
        value::size(&merge(&Value::Object(Vec::new()), &patch))
    })
}

fn offset_of(text: &str, field: Field) -> usize {
    [field.name(), field.wire()]
        .iter()
        .find_map(|name| text.find(&format!("\"{name}\"")))
        .map_or(0, |at| at + 1)
}

fn id_key(target: &Target) -> &'static str {
    match target {
        Target::Id(_) => "id",
        Target::ExternalId(_) => "externalId",
        Target::Organization(_) => "organizationId",
        Target::Membership(..) => "userId",
    }
}

fn count_of(cells: usize) -> String {
    format!("{cells} {}", if cells == 1 { "cell" } else { "cells" })
}
