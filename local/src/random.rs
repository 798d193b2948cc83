//! Ids. What is random about them is an argument.

/// Where the randomness of new ids comes from: each call gives 64 more bits.
pub type Random<'a> = dyn FnMut() -> u64 + 'a;

/// The digits of an id.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The length of an id after its prefix: 160 bits in base 62.
const LENGTH: usize = 27;

/// A small generator (SplitMix64): the same seed gives the same numbers. Not for secrets.
#[derive(Debug, Clone)]
pub struct SplitMix(u64);

impl SplitMix {
    /// A generator that begins at `seed`.
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

    /// A number below `bound`; 0 where that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next_u64() % bound).unwrap_or(0)
    }
}

/// A new id with the shape of Clerk's, such as `user_2b…`: its beginning tells when it was made,
/// so ids sort by time.
#[must_use]
pub fn new_id(prefix: &str, now_ms: i64, random: &mut Random<'_>) -> String {
    // 32 bits of seconds since an epoch of their own, then 128 random bits.
    let seconds = u32::try_from((now_ms / 1000 - 1_400_000_000).max(0)).unwrap_or(u32::MAX);
    let (high, low) = (random(), random());
    let mut number: [u32; 5] = [
        seconds,
        (high >> 32) as u32,
        high as u32,
        (low >> 32) as u32,
        low as u32,
    ];
    let mut digits = [b'0'; LENGTH];
    for digit in digits.iter_mut().rev() {
        // One long division by 62.
        let mut rest: u64 = 0;
        for limb in &mut number {
            let value = (rest << 32) | u64::from(*limb);
            *limb = (value / 62) as u32;
            rest = value % 62;
        }
        let rest = usize::try_from(rest).unwrap_or(0);
        *digit = DIGITS.get(rest).copied().unwrap_or(b'0');
    }
    let mut id = String::with_capacity(prefix.len() + LENGTH);
    id.push_str(prefix);
    id.extend(digits.into_iter().map(char::from));
    id
}

/// The id of a request: 32 hexadecimal digits.
#[must_use]
pub fn trace_id(random: &mut Random<'_>) -> String {
    let (high, low) = (random(), random());
    format!("{high:016x}{low:016x}")
}
