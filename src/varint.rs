//! Whole numbers in as few bytes as they need (LEB128): seven bits a byte, the lowest first; the eighth says that more follow.

/// Writes a number.
#[expect(clippy::cast_possible_truncation, reason = "seven bits fit")]
pub fn put(mut number: usize, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads a number and leaves what stands behind it; `None` if there is none, or one that is too large.
pub fn take(rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0_usize;
    for shift in (0..usize::BITS).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        let bits = usize::from(byte & 0x7f);
        if bits << shift >> shift != bits {
            return None;
        }
        number |= bits << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let numbers = [0, 1, 127, 128, 300, 16_384, usize::MAX / 2, usize::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            put(number, &mut bytes);
        }
        // 300 is 0xac 0x02, as in the description of Protocol Buffers.
        assert!(bytes.windows(2).any(|pair| pair == [0xac, 0x02]));
        let mut rest = bytes.as_slice();
        assert_eq!(numbers.map(|_| take(&mut rest)), numbers.map(Some));
        assert_eq!(take(&mut rest), None);
    }

    #[test]
    fn what_is_cut_off_or_too_large_is_none() {
        assert_eq!(take(&mut &[0x80][..]), None);
        assert_eq!(take(&mut &[0xff; 11][..]), None);
        let mut large = vec![0xff; 9];
        large.push(0x7f);
        assert_eq!(take(&mut large.as_slice()), None);
    }
}
