//! The table of the documentation is what the simulator prints.

use clerk_metadata_bulk_simulator::scenario::table;

#[test]
fn the_documentation_has_the_table() {
    let page = include_str!("../../../docs/many-users.md");
    let table = table();
    assert!(
        page.contains(&table),
        "cargo xtask simulate --write updates docs/many-users.md:\n{table}"
    );
}
