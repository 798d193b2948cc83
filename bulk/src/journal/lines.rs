//! Writes the lines of a journal.

use clerk_metadata::core::json;

use crate::journal::digest::Digest;
use crate::rows::{Target, Written};
use crate::run::status::{Failure, Status};

/// The first line.
pub const HEADER: &str = "{\"clerk-metadata\":\"bulk\",\"version\":1}\n";

/// Appends the line that identifies the first `rows` rows.
pub fn push_digest(out: &mut String, rows: u32, digest: Digest) {
    out.push_str("{\"rows\":");
    out.push_str(&rows.to_string());
    out.push_str(",\"digest\":\"");
    out.push_str(&digest.text());
    out.push_str("\"}\n");
}

/// Appends the before-image of a row.
pub fn push_before(out: &mut String, row: u32, target: &Target, written: &Written) {
    out.push_str("{\"before\":");
    out.push_str(&row.to_string());
    out.push(',');
    target.push_members(out);
    written.push_members(out);
    out.push_str("}\n");
}

/// Appends a before-image from a line of another journal, whose rows have other numbers.
pub fn push_before_text(out: &mut String, row: u32, line: &str) {
    let Some(rest) = line.strip_prefix("{\"before\":") else {
        return;
    };
    push_row(out, "before", row);
    out.push_str(rest.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    out.push('\n');
}

/// Appends the line that names the jobs of the rows.
pub fn push_name(out: &mut String, name: u32) {
    push_row(out, "name", name);
    out.push_str("}\n");
}

/// Appends the line before a row is sent.
pub fn push_sent(out: &mut String, row: u32) {
    push_row(out, "sent", row);
    out.push_str("}\n");
}

/// Appends the outcome of a row.
pub fn push_outcome(out: &mut String, row: u32, status: Status, failure: Option<&Failure>) {
    push_row(out, status.name(), row);
    if let Some(Failure {
        code,
        status,
        trace_id,
    }) = failure
    {
        out.push_str(",\"code\":");
        json::push_string(out, code);
        if let Some(status) = status {
            out.push_str(",\"status\":");
            out.push_str(&status.to_string());
        }
        if let Some(trace_id) = trace_id {
            out.push_str(",\"traceId\":");
            json::push_string(out, trace_id);
        }
    }
    out.push_str("}\n");
}

fn push_row(out: &mut String, name: &str, row: u32) {
    out.push_str("{\"");
    out.push_str(name);
    out.push_str("\":");
    out.push_str(&row.to_string());
}
