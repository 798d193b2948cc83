//! Sample users: plausible, and the same on every run.

use crate::random::{SplitMix, new_id};
use crate::user::{Identification, JsonObject, User};

const FIRST_NAMES: [&str; 24] = [
    "Ada",
    "Alan",
    "Amina",
    "Barbara",
    "Bjarne",
    "Chen",
    "Dennis",
    "Edsger",
    "Frances",
    "Grace",
    "Hedy",
    "Ines",
    "Jonas",
    "Katherine",
    "Kenji",
    "Leslie",
    "Lucía",
    "Margaret",
    "Noor",
    "Olu",
    "Priya",
    "Radia",
    "Søren",
    "Zoë",
];

const LAST_NAMES: [&str; 24] = [
    "Abara",
    "Bauer",
    "Castillo",
    "Dahl",
    "Evans",
    "Fischer",
    "García",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "Okafor",
    "Petrov",
    "Quinn",
    "Rossi",
    "Silva",
    "Tanaka",
    "Usman",
    "Varga",
    "Weber",
    "Young",
];

const PLANS: [&str; 3] = ["free", "pro", "team"];
const THEMES: [&str; 3] = ["light", "dark", "system"];
const LOCALES: [&str; 4] = ["en-US", "de-DE", "fr-FR", "ja-JP"];

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// The creation time encoded in the IDs. It is fixed, so the IDs do not depend on the clock.
pub(crate) const ID_TIME: i64 = 1_700_000_000_000;

/// The sample user with an index. Only its times depend on the clock.
#[must_use]
pub fn sample_user(index: u64, now_ms: i64) -> User {
    // The index is spread over the bits of the seed. Otherwise consecutive users would be similar.
    let mut numbers = SplitMix::new(index.wrapping_mul(0xD134_2543_DE82_EF95));
    let first = pick(&FIRST_NAMES, &mut numbers);
    let last = pick(&LAST_NAMES, &mut numbers);
    let minutes_ago = i64::try_from(index).unwrap_or(i64::MAX).saturating_add(1);
    let created_at = now_ms
        .saturating_sub(minutes_ago.saturating_mul(MINUTE))
        .max(0);
    let inactive_for = i64::try_from(numbers.below(30)).unwrap_or(0) * DAY;
    let last_active_at = (numbers.below(4) > 0).then_some((now_ms - inactive_for).max(created_at));
    let mut random = || numbers.next_u64();
    let id = new_id("user_", ID_TIME, &mut random);
    let email = Identification {
        id: new_id("idn_", ID_TIME, &mut random),
        value: format!("{}.{}.{index}@example.com", ascii(first), ascii(last)),
        reserved: false,
    };
    let plan = pick(&PLANS, &mut numbers);
    let seats = numbers.below(50) + 1;
    let beta = numbers.below(5) == 0;
    let theme = pick(&THEMES, &mut numbers);
    let customer = numbers.next_u64();
    User {
        first_name: Some(first.to_owned()),
        last_name: Some(last.to_owned()),
        locale: Some(pick(&LOCALES, &mut numbers).to_owned()),
        email_addresses: vec![email],
        public_metadata: JsonObject::from_text(format!(
            r#"{{"plan":"{plan}","seats":{seats},"flags":{{"beta":{beta}}}}}"#
        )),
        private_metadata: JsonObject::from_text(format!(
            r#"{{"customer_id":"cus_{customer:016x}"}}"#
        )),
        unsafe_metadata: JsonObject::from_text(format!(r#"{{"theme":"{theme}"}}"#)),
        last_sign_in_at: last_active_at,
        last_active_at,
        ..User::new(id, created_at)
    }
}

pub(crate) fn pick<'a>(list: &[&'a str], numbers: &mut SplitMix) -> &'a str {
    list.get(numbers.below(list.len()))
        .copied()
        .unwrap_or_default()
}

/// A name in lower-case ASCII, for an email address.
fn ascii(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|char| match char {
            'í' => 'i',
            'ø' => 'o',
            'ë' => 'e',
            other => other,
        })
        .collect()
}
