//! Sample organizations: plausible, and the same on every run.

use crate::organization::{Membership, Organization};
use crate::random::{SplitMix, new_id};
use crate::seed;
use crate::user::JsonObject;

const FIRST_WORDS: [&str; 16] = [
    "Acme", "Atlas", "Beacon", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor",
    "Juniper", "Kestrel", "Lumen", "Orchard", "Quartz", "Summit",
];
const SECOND_WORDS: [&str; 8] = [
    "Analytics",
    "Foods",
    "Health",
    "Labs",
    "Logistics",
    "Media",
    "Robotics",
    "Studio",
];
const PLANS: [&str; 3] = ["starter", "growth", "enterprise"];
const TEAMS: [&str; 4] = ["engineering", "finance", "sales", "support"];

/// The members of a sample organization are sample users: these many, of consecutive indexes.
const MEMBERS: u64 = 3;

const MINUTE: i64 = 60_000;

/// The sample organization with an index, and its memberships, whose users may not exist. Only its times depend on
/// the clock.
#[must_use]
pub fn sample_organization(index: u64, now_ms: i64) -> (Organization, Vec<Membership>) {
    // The constant differs from that of users, so that the IDs do.
    let mut numbers = SplitMix::new(index.wrapping_mul(0xA24B_AED4_963E_E407) ^ 0x9FB2);
    let name = format!(
        "{} {}",
        seed::pick(&FIRST_WORDS, &mut numbers),
        seed::pick(&SECOND_WORDS, &mut numbers)
    );
    let minutes_ago = i64::try_from(index).unwrap_or(i64::MAX).saturating_add(1);
    let created_at = now_ms
        .saturating_sub(minutes_ago.saturating_mul(MINUTE))
        .max(0);
    let mut random = || numbers.next_u64();
    let id = new_id("org_", seed::ID_TIME, &mut random);
    let plan = seed::pick(&PLANS, &mut numbers);
    let seats = (numbers.below(20) + 1) * 5;
    let customer = numbers.next_u64();
    let memberships = (0..MEMBERS).map(|member| {
        let user = seed::sample_user(index.wrapping_mul(MEMBERS).wrapping_add(member), now_ms);
        let mut random = || numbers.next_u64();
        Membership {
            id: new_id("orgmem_", seed::ID_TIME, &mut random),
            organization_id: id.clone(),
            user_id: user.id,
            role: String::from(if member == 0 {
                "org:admin"
            } else {
                "org:member"
            }),
            public_metadata: JsonObject::from_text(format!(
                r#"{{"team":"{}"}}"#,
                seed::pick(&TEAMS, &mut numbers)
            )),
            created_at,
            updated_at: created_at,
            ..Membership::default()
        }
    });
    let memberships = memberships.collect();
    let organization = Organization {
        slug: format!("{}-{index}", name.to_lowercase().replace(' ', "-")),
        name,
        id,
        admin_delete_enabled: true,
        public_metadata: JsonObject::from_text(format!(r#"{{"plan":"{plan}","seats":{seats}}}"#)),
        private_metadata: JsonObject::from_text(format!(
            r#"{{"billing":{{"customer_id":"cus_{customer:016x}"}}}}"#
        )),
        created_at,
        updated_at: created_at,
        ..Organization::default()
    };
    (organization, memberships)
}
