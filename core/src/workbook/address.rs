//! Addresses and areas as the parts of a workbook write them.

use crate::workbook::{MAX_COLUMNS, Merge};

/// Reads `B2`, with or without dollar signs.
pub(super) fn address(text: &str) -> Option<(u32, u32)> {
    let mut col = 0_u32;
    let mut row = 0_u32;
    for byte in text.bytes().filter(|&byte| byte != b'$') {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                col = col.checked_mul(26)?.checked_add(u32::from(byte.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, col.checked_sub(1)?))
}

/// Reads `B2:D5`.
pub(super) fn area(text: &str) -> Option<Merge> {
    let (first, last) = text.trim().split_once(':')?;
    let (first, last) = (address(first)?, address(last)?);
    (last.1 < MAX_COLUMNS).then_some(Merge { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<[u32; 4]>) {
        let found = area(text).map(|area| [area.first.0, area.first.1, area.last.0, area.last.1]);
        assert_eq!(found, expected);
    }

    #[test]
    fn areas() {
        check("A1:B2", Some([0, 0, 1, 1]));
        check("$AA$10:XFD1048576", Some([9, 26, 1_048_575, 16_383]));
        check("A1", None);
        check("A0:B1", None);
        check("A1:XFE1", None);
        check("A99999999999:B1", None);
        check("1A:B1", None);
        check("1:4", None);
        check("", None);
    }

    #[test]
    fn addresses() {
        assert_eq!(address("b12"), Some((11, 1)));
        assert_eq!(address("XFE1"), Some((0, 16_384)));
        assert_eq!(address("A0"), None);
        assert_eq!(address("12"), None);
        assert_eq!(address("ZZZZZZZZZ1"), None);
    }
}
