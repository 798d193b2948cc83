//! Text functions that do not depend on Clerk.
//!
//! ```text
//! calendar   date            ──► days since 1970
//! decimal    digits          ◄─► number
//! nearest    misspelled name ──► known name
//! path       keys            ──► plan["max seats"].count
//! percent    byte            ──► %2F
//! split      text            ──► two parts
//! ```

pub mod calendar;
pub mod decimal;
pub mod nearest;
pub mod path;
pub mod percent;
pub mod split;
