//! Counts how often each of 64 bits was set, two or three operations a word.

/// Counters for the bits of one column: a carry-save adder of eight planes, emptied before it can overflow.
#[derive(Clone, Debug)]
pub struct BitCounts {
    planes: [u64; 8],
    pending: u32,
    totals: [u64; 64],
}

impl Default for BitCounts {
    fn default() -> Self {
        Self { planes: [0; 8], pending: 0, totals: [0; 64] }
    }
}

impl BitCounts {
    /// Counts the bits of a word.
    #[inline]
    pub fn add(&mut self, word: u64) {
        let mut carry = word;
        for plane in &mut self.planes {
            if carry == 0 {
                break;
            }
            let sum = *plane ^ carry;
            carry &= *plane;
            *plane = sum;
        }
        self.pending += 1;
        if self.pending == 255 {
            self.empty();
        }
    }

    fn empty(&mut self) {
        for (weight, plane) in self.planes.iter_mut().enumerate() {
            let mut rest = *plane;
            while rest != 0 {
                self.totals[rest.trailing_zeros() as usize] += 1 << weight;
                rest &= rest - 1;
            }
            *plane = 0;
        }
        self.pending = 0;
    }

    /// The count of each bit.
    pub fn totals(mut self) -> [u64; 64] {
        self.empty();
        self.totals
    }
}

#[cfg(test)]
mod tests {
    use super::BitCounts;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_as_counting_one_by_one_does(words in prop::collection::vec(any::<u64>(), 0..700)) {
            let mut counts = BitCounts::default();
            let mut plain = [0u64; 64];
            for word in &words {
                counts.add(*word);
                for (bit, n) in plain.iter_mut().enumerate() {
                    *n += word >> bit & 1;
                }
            }
            prop_assert_eq!(counts.totals(), plain);
        }
    }
}
