//! The columns of a CSV file, and the JSON text of a record.

use std::collections::BTreeMap;

use clerk_metadata::core::json;
use clerk_metadata::core::text::path;

use crate::rows::Fields;
use crate::rows::input::column_path::keys;
use crate::rows::row_reader::field_named;
use crate::rows::target::Names;
use crate::value;

/// How cells become values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellTypes {
    /// Each cell is a string.
    Text,
    /// Each cell is JSON.
    Json,
}

/// The columns.
#[derive(Debug, Default)]
pub struct Columns {
    /// The number of columns.
    pub len: usize,
    /// The column `_error`.
    pub error: Option<usize>,
    names: Vec<String>,
    ids: Vec<(usize, &'static str)>,
    /// The columns of metadata by their keys, the first of which is the field in camelCase. Sorted, so that the members
    /// of an object follow each other.
    metadata: BTreeMap<Vec<String>, usize>,
    /// The name by which each field was first written.
    field_names: Fields<String>,
}

/// A problem in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// The column.
    pub cell: usize,
    /// Its name.
    pub path: String,
    /// The reason and the fix.
    pub reason: String,
}

impl Columns {
    /// Reads the names in the first record.
    ///
    /// # Errors
    /// [`CellProblem`] of every column that has one.
    pub fn new(names: Vec<String>, types: CellTypes) -> Result<Columns, Vec<CellProblem>> {
        let mut columns = Columns {
            len: names.len(),
            ..Columns::default()
        };
        let mut problems = Vec::new();
        for (cell, name) in names.iter().enumerate() {
            if let Err(reason) = columns.add(cell, name.trim(), types) {
                problems.push(CellProblem {
                    cell,
                    path: name.trim().to_owned(),
                    reason,
                });
            }
        }
        columns.names = names.iter().map(|name| name.trim().to_owned()).collect();
        problems.extend(columns.conflicts());
        if columns.ids.is_empty() && problems.is_empty() {
            problems.push(CellProblem {
                cell: 0,
                path: String::new(),
                reason: "the first line must name the columns, one of which is id or externalId; for an organization, organizationId; for a membership, organizationId and userId.".to_owned(),
            });
        }
        if problems.is_empty() {
            Ok(columns)
        } else {
            Err(problems)
        }
    }

    fn add(&mut self, cell: usize, name: &str, types: CellTypes) -> Result<(), String> {
        if name == "_error" {
            if self.error.replace(cell).is_some() {
                return Err("the column is there twice.".to_owned());
            }
            return Ok(());
        }
        if let Some(key) = Names::key(name) {
            if self.ids.iter().any(|(_, other)| *other == key) {
                return Err("the column is there twice.".to_owned());
            }
            self.ids.push((cell, key));
            return Ok(());
        }
        let mut keys = keys(name)?;
        let Some(field) = keys.first_mut() else {
            return Ok(());
        };
        let Some(known) = field_named(field) else {
            return Err("unknown column. A column is id, externalId, organizationId, userId, _error, or a path such as publicMetadata.plan.seats that begins with publicMetadata, privateMetadata or unsafeMetadata.".to_owned());
        };
        match self.field_names.get(known) {
            Some(other) if other != field => {
                return Err(format!(
                    "names the field that another column names {other}. Write it in one way."
                ));
            }
            Some(_) => {}
            None => self.field_names.set(known, field.clone()),
        }
        known.name().clone_into(field);
        if keys.len() == 1 && types == CellTypes::Text {
            return Err("must name a key, such as publicMetadata.plan. With csvTypes: \"json\", a cell can be a whole field.".to_owned());
        }
        if self.metadata.insert(keys, cell).is_some() {
            return Err("the column is there twice.".to_owned());
        }
        Ok(())
    }

    /// The columns whose value another column is inside of. In the order of the keys, these follow each other.
    fn conflicts(&self) -> Vec<CellProblem> {
        let all = self.metadata.iter();
        all.clone()
            .zip(all.skip(1))
            .filter(|((outer, _), (inner, _))| inner.starts_with(outer))
            .map(|((outer, _), (inner, cell))| CellProblem {
                cell: *cell,
                path: path_of(inner),
                reason: format!(
                    "is inside of the column {}. Keep one of them.",
                    path_of(outer)
                ),
            })
            .collect()
    }

    /// The JSON text of a record. An empty cell leaves its key unchanged.
    ///
    /// # Errors
    /// [`CellProblem`] of the first cell that is not JSON.
    pub fn row(&self, cells: &[&str], types: CellTypes) -> Result<String, CellProblem> {
        let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
        let mut out = String::from("{");
        for (index, key) in &self.ids {
            if !cell(*index).is_empty() {
                push_key(&mut out, key);
                json::push_string(&mut out, cell(*index));
            }
        }
        let mut values = Vec::new();
        for (keys, index) in &self.metadata {
            let text = cell(*index);
            if text.is_empty() {
                // The field changes nothing, unless another cell does.
                values.push((keys.get(..1).unwrap_or_default(), None));
                continue;
            }
            let value = match types {
                CellTypes::Text => {
                    let mut string = String::new();
                    json::push_string(&mut string, text);
                    string
                }
                CellTypes::Json => value::parse(text).map(|value| value.text()).map_err(|_| {
                    CellProblem {
                        cell: *index,
                        path: path_of(keys),
                        reason: "the cell is not valid JSON. A text needs quotes, such as \"pro\"; in CSV, \"\"\"pro\"\"\".".to_owned(),
                    }
                })?,
            };
            values.push((keys.as_slice(), Some(value)));
        }
        push_members(&mut out, &values, 0);
        out.push('}');
        Ok(out)
    }

    /// The column with a path, or of an ID.
    #[must_use]
    pub fn cell_of(&self, path: &str) -> Option<usize> {
        let id = self.ids.iter().find(|(_, key)| *key == path);
        let metadata = || {
            let mut all = self.metadata.iter();
            let found = all.find(|(keys, _)| path_of(keys).starts_with(path));
            found.map(|(_, cell)| *cell)
        };
        id.map(|(cell, _)| *cell)
            .or_else(|| (!path.is_empty()).then(metadata).flatten())
    }

    /// The name of a column.
    #[must_use]
    pub fn name(&self, cell: usize) -> &str {
        self.names.get(cell).map_or("", String::as_str)
    }
}

fn path_of(keys: &[String]) -> String {
    path::of(&keys.iter().map(String::as_str).collect::<Vec<_>>())
}

fn push_key(out: &mut String, key: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    json::push_string(out, key);
    out.push(':');
}

/// Appends the members of an object: values with equal keys before `depth`, sorted by their keys. Recurses as deep as
/// the keys.
fn push_members(out: &mut String, values: &[(&[String], Option<String>)], depth: usize) {
    for group in values.chunk_by(|(left, _), (right, _)| left.get(depth) == right.get(depth)) {
        let Some((keys, value)) = group.first() else {
            continue;
        };
        let Some(key) = keys.get(depth) else {
            continue;
        };
        push_key(out, key);
        match value {
            Some(value) if keys.len() == depth + 1 => out.push_str(value),
            _ => {
                out.push('{');
                push_members(out, group, depth + 1);
                out.push('}');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn columns(header: &str, types: CellTypes) -> Result<Columns, Vec<CellProblem>> {
        Columns::new(header.split(',').map(str::to_owned).collect(), types)
    }

    #[test]
    fn cells_become_nested_values() {
        let header = "public_metadata.plan.seats,id,privateMetadata[\"a.b\"],public_metadata.plan.name,_error";
        let all = columns(header, CellTypes::Text).unwrap();
        assert_eq!(
            all.row(&["5", "user_1", "", "p\"ro", "x"], CellTypes::Text)
                .unwrap(),
            r#"{"id":"user_1","privateMetadata":{},"publicMetadata":{"plan":{"name":"p\"ro","seats":"5"}}}"#
        );
        assert_eq!(
            all.row(&["5.0", "user_1", "null", "", "x"], CellTypes::Json)
                .unwrap(),
            r#"{"id":"user_1","privateMetadata":{"a.b":null},"publicMetadata":{"plan":{"seats":5.0}}}"#
        );
        let problem = all
            .row(&["5x", "user_1", "", "", ""], CellTypes::Json)
            .unwrap_err();
        assert_eq!(
            (problem.cell, &*problem.path),
            (0, "publicMetadata.plan.seats")
        );
        assert_eq!(all.error, Some(4));
        assert_eq!(all.cell_of("privateMetadata"), Some(2));
    }

    #[test]
    fn rejects_columns() {
        for (header, cell, reason) in [
            ("id,publicMetdata.a", 1, "unknown column"),
            ("id,publicMetadata.a,publicMetadata.a", 2, "twice"),
            (
                "id,publicMetadata.a,private_metadata.a,public_metadata.b",
                3,
                "another column names publicMetadata",
            ),
            (
                "id,publicMetadata.a.b,publicMetadata.a",
                1,
                "inside of the column publicMetadata.a.",
            ),
            ("id,publicMetadata", 1, "must name a key"),
            ("id,id", 1, "twice"),
            ("externalId,external_id", 1, "twice"),
            ("id,publicMetadata..a", 1, "empty key"),
            ("publicMetadata.a", 0, "must name the columns"),
            ("user_1,pro", 0, "unknown column"),
        ] {
            let problems = columns(header, CellTypes::Text).unwrap_err();
            let problem = problems.first().unwrap();
            assert_eq!(problem.cell, cell, "{header}: {problem:?}");
            assert!(problem.reason.contains(reason), "{header}: {problem:?}");
        }
        assert!(columns("id,publicMetadata", CellTypes::Json).is_ok());
    }
}
