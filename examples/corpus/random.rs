//! Chance that can be repeated: `SplitMix64` (Steele, Lea, Flood 2014), whole numbers only, so that every machine draws
//! the same.

/// A stream of numbers that follows from its seed.
pub(crate) struct Random(u64);

impl Random {
    /// The stream `name` of a seed; streams with different names have nothing to do with each other.
    pub(crate) fn new(seed: u64, name: &str, number: usize) -> Self {
        let mut random = Self(seed ^ ((number as u64) << 20));
        for byte in name.bytes() {
            random.0 ^= u64::from(byte);
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    #[expect(clippy::cast_possible_truncation, reason = "it is below `end`")]
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from `start` to `end`, both included.
    pub(crate) fn between(&mut self, start: usize, end: usize) -> usize {
        start + self.below(end - start + 1)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(crate) fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// The place of one of several that are not equally likely.
    pub(crate) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut at = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            if at < *weight {
                return place;
            }
            at -= weight;
        }
        0
    }

    /// A place among `end`, of which the first are much more likely than the last.
    pub(crate) fn early(&mut self, end: usize) -> usize {
        let (once, twice) = (self.below(end), self.below(end));
        once.min(twice).min(self.below(end))
    }
}
