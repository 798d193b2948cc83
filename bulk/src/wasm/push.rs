//! Adds rows to a run or to a feed.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::rows::{Row, RowError};
use crate::run::OtherRows;

/// Adds a row. Returns what `BulkRun.push` does.
pub(super) fn push_row(
    row: Result<Row, RowError>,
    push: impl FnOnce(Result<Row, RowError>) -> Result<bool, OtherRows>,
) -> Result<JsValue, JsValue> {
    let error = row.as_ref().err().map(parts);
    let is_unfinished = push(row).map_err(other_rows)?;
    Ok(error
        .filter(|_| is_unfinished)
        .unwrap_or_else(|| is_unfinished.into()))
}

/// Adds a row that JSON cannot represent.
pub(super) fn push_invalid_row(
    path: String,
    push: impl FnOnce(Result<Row, RowError>) -> Result<bool, OtherRows>,
) -> Result<bool, JsValue> {
    let error = RowError {
        at: 0,
        path,
        reason: String::new(),
    };
    push(Err(error)).map_err(other_rows)
}

/// `[path, reason]`
fn parts(RowError { path, reason, .. }: &RowError) -> JsValue {
    Array::of2(&path.into(), &reason.into()).into()
}

pub(super) fn other_rows(OtherRows { rows, are_fewer }: OtherRows) -> JsValue {
    Array::of2(&rows.into(), &are_fewer.into()).into()
}
