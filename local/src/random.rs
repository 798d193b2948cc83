//! Generates IDs. The source of randomness is an argument.

/// The source of randomness for new IDs: each call returns 64 random bits.
pub type Random<'a> = dyn FnMut() -> u64 + 'a;

/// The base-62 digits of an ID.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The length of an ID after its prefix: 160 bits in base 62.
const ID_LENGTH: usize = 27;

/// A small random number generator (SplitMix64): the same seed yields the same numbers. Not for secrets.
#[derive(Debug, Clone)]
pub struct SplitMix(u64);

impl SplitMix {
    /// A generator with this seed.
    #[must_use]
    pub fn new(seed: u64) -> SplitMix {
        SplitMix(seed)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, or 0 if `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next_u64() % bound).unwrap_or(0)
    }
}

/// A new ID in Clerk's format, such as `user_2b…`. It starts with the time of its creation, so IDs sort by
/// time.
#[must_use]
pub fn new_id(prefix: &str, now_ms: i64, random: &mut Random<'_>) -> String {
    // 32 bits of seconds since a custom epoch (May 2014), then 128 random bits.
    let seconds = u32::try_from((now_ms / 1000 - 1_400_000_000).max(0)).unwrap_or(u32::MAX);
    let (high, low) = (random(), random());
    let mut number: [u32; 5] = [
        seconds,
        (high >> 32) as u32,
        high as u32,
        (low >> 32) as u32,
        low as u32,
    ];
    let mut digits = [b'0'; ID_LENGTH];
    for digit in digits.iter_mut().rev() {
        // One long division by 62.
        let mut remainder: u64 = 0;
        for limb in &mut number {
            let value = (remainder << 32) | u64::from(*limb);
            *limb = (value / 62) as u32;
            remainder = value % 62;
        }
        let remainder = usize::try_from(remainder).unwrap_or(0);
        *digit = DIGITS.get(remainder).copied().unwrap_or(b'0');
    }
    let mut id = String::with_capacity(prefix.len() + ID_LENGTH);
    id.push_str(prefix);
    id.extend(digits.into_iter().map(char::from));
    id
}

/// A new trace ID: 32 hexadecimal digits.
#[must_use]
pub fn trace_id(random: &mut Random<'_>) -> String {
    let (high, low) = (random(), random());
    format!("{high:016x}{low:016x}")
}
