//! The targets of the rows so far, to find duplicates.

use crate::journal::Digest;
use crate::rows::Target;

/// The hashes are distributed by their first bits.
const BUCKET_BITS: u32 = 12;
/// A bucket grows by so many hashes, so that little memory is unused.
const GROWTH: usize = 16;

/// A set of targets: 8 bytes for each. Two targets are mistaken for each other with a probability of about 3 in 100
/// million among a million targets.
#[derive(Debug, Default)]
pub struct TargetSet {
    buckets: Vec<Vec<u64>>,
}

impl TargetSet {
    /// Adds a target. Returns whether it is new.
    pub fn insert(&mut self, target: &Target) -> bool {
        let mut text = String::new();
        target.push_members(&mut text);
        let mut digest = Digest::default();
        digest.add(&text);
        self.insert_hash(mixed(digest.value()))
    }

    fn insert_hash(&mut self, hash: u64) -> bool {
        if self.buckets.is_empty() {
            self.buckets.resize(1 << BUCKET_BITS, Vec::new());
        }
        let index = usize::try_from(hash >> (64 - BUCKET_BITS)).unwrap_or_default();
        let Some(bucket) = self.buckets.get_mut(index) else {
            return true;
        };
        match bucket.binary_search(&hash) {
            Ok(_) => false,
            Err(at) => {
                if bucket.len() == bucket.capacity() {
                    bucket.reserve_exact(GROWTH);
                }
                bucket.insert(at, hash);
                true
            }
        }
    }
}

/// Spreads the bits (the finalizer of MurmurHash3), because texts that differ at the end have similar digests.
fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_duplicates_in_little_memory() {
        let mut targets = TargetSet::default();
        let users = 200_000;
        for user in 0..users {
            assert!(targets.insert(&Target::Id(format!("user_{user}"))));
        }
        assert!(targets.insert(&Target::ExternalId("user_7".to_owned())));
        assert!(targets.insert(&Target::Membership("org_1".to_owned(), "user_7".to_owned())));
        for user in (0..users).step_by(1_000) {
            assert!(!targets.insert(&Target::Id(format!("user_{user}"))));
        }
        let slots: usize = targets.buckets.iter().map(Vec::capacity).sum();
        assert!(slots < users * 5 / 4, "{slots}");
    }
}
