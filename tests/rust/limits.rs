//! The limits that JavaScript applies too.

use clerk_metadata::core::limits::MAX_DEPTH;

#[test]
fn javascript_has_the_same_depth() {
    let javascript = include_str!("../../pkg/src/limits.js");
    assert!(javascript.contains(&format!("export const MAX_DEPTH = {MAX_DEPTH};\n")));
}
