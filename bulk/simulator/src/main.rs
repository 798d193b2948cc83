//! Prints the table that compares the limiter with others.

use clerk_metadata_bulk_simulator::scenario::table;

fn main() {
    print!("{}", table());
}
