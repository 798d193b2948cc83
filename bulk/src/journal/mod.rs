//! The journal of a run, from which it continues after a crash.
//!
//! ```text
//! {"clerk-metadata":"bulk","version":1}                          the first line
//! {"rows":100,"digest":"0123456789abcdef"}                       the rows read so far, to recognize them again
//! {"before":7,"id":"user_1","patch":{…},"image":{…}}             what row 7 changes, and the values before; "nulls":
//!                                                                the paths of those that cannot be restored
//! {"name":123}                                                   the jobs of the rows in a queue (crate::feed)
//! {"sent":7}                                                     row 7 is about to be sent
//! {"ok":7}   same · recovered · missing · conflict · failed      the outcome of row 7
//! ```
//!
//! Each line is appended before what it announces. Rows are numbered from 0. An incomplete last line is ignored.

pub mod bitmap;
pub mod digest;
pub mod line_buffer;
pub mod lines;
pub mod reader;

pub use bitmap::Bitmap;
pub use digest::Digest;
pub use reader::{Journal, JournalError};
