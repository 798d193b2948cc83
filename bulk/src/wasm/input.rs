//! Files of rows, and the rows of an undo.

use wasm_bindgen::prelude::*;

use crate::rows::input::columns::CellTypes;
use crate::rows::input::error_column;
use crate::rows::input::reader::InputReader;
use crate::rows::input::settings::{Format, InputSettings};
use crate::undo::journal_rows::UndoRows;

/// See [`crate::rows::input`].
#[wasm_bindgen]
pub struct BulkInput {
    reader: InputReader,
}

#[wasm_bindgen]
impl BulkInput {
    /// `is_json`: whether the cells of CSV are JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(
        is_csv: bool,
        is_json: bool,
        reject_duplicates: bool,
        require_metadata: bool,
        check_only: bool,
    ) -> BulkInput {
        let types = if is_json {
            CellTypes::Json
        } else {
            CellTypes::Text
        };
        BulkInput {
            reader: InputReader::new(InputSettings {
                format: if is_csv {
                    Format::Csv(types)
                } else {
                    Format::Ndjson
                },
                reject_duplicates,
                require_metadata,
                check_only,
            }),
        }
    }

    /// Reads the next bytes, which may end anywhere. Returns whether the rest can be read.
    pub fn feed(&mut self, bytes: &[u8]) -> bool {
        self.reader.feed(bytes);
        !self.reader.is_stopped()
    }

    /// The file has ended.
    pub fn finish(&mut self) {
        self.reader.finish();
    }

    /// The number of valid rows, and of problems.
    pub fn counts(&self) -> Vec<u32> {
        vec![self.reader.count, self.reader.problems.count]
    }

    /// The line, column, path and reason of each of the first problems.
    pub fn problems(&self) -> Vec<JsValue> {
        let mut problems = Vec::new();
        for problem in &self.reader.problems.kept {
            problems.push(problem.line.into());
            problems.push(problem.column.into());
            problems.push((&*problem.path).into());
            problems.push((&*problem.reason).into());
        }
        problems
    }

    /// The line, the text in the file, and the JSON text, if it is another, of each row.
    #[wasm_bindgen(js_name = takeRows)]
    pub fn take_rows(&mut self) -> Vec<JsValue> {
        let mut rows = Vec::new();
        for row in self.reader.rows.drain(..) {
            rows.push(row.line.into());
            rows.push(row.source.into());
            rows.push(row.json.into());
        }
        rows
    }

    /// The first line of CSV, and the same with the column `_error`.
    pub fn headers(&self) -> Vec<JsValue> {
        let mut headers = Vec::new();
        if let Some((text, error)) = self.reader.header() {
            headers.push(text.into());
            headers.push(match error {
                Some(_) => text.into(),
                None => format!("{text},_error").into(),
            });
        }
        headers
    }

    /// A row in the format of the file, with an error.
    #[wasm_bindgen(js_name = withError)]
    pub fn with_error(&self, source: &str, error: &str) -> String {
        match self.reader.header() {
            Some((_, column)) => error_column::csv(source, column, error),
            None => error_column::ndjson(source, error),
        }
    }
}

/// See [`crate::undo::journal_rows`].
#[wasm_bindgen]
#[derive(Default)]
pub struct BulkUndo {
    undo: UndoRows,
}

#[wasm_bindgen]
impl BulkUndo {
    /// Starts the first pass.
    #[wasm_bindgen(constructor)]
    pub fn new() -> BulkUndo {
        BulkUndo::default()
    }

    /// Reads the next bytes of the journal. Throws an `Error` that describes the problem.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        Ok(self.undo.feed(bytes)?)
    }

    /// A pass has ended.
    pub fn finish(&mut self) {
        self.undo.finish();
    }

    /// The rows, as JSON texts.
    #[wasm_bindgen(js_name = takeRows)]
    pub fn take_rows(&mut self) -> Vec<String> {
        std::mem::take(&mut self.undo.rows)
    }
}
