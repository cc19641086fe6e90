//! Chinese numerals: 十二, 两百三十, 一万二千, 二〇二六.

use crate::revision::numbers::Value;

/// Returns the digit that a character is.
pub(super) fn digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Returns what a character multiplies by within ten thousand.
fn tens(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// Returns whether a character may stand in a numeral.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || tens(c).is_some() || matches!(c, '万' | '亿')
}

/// Reads a numeral, which may have digits behind 点.
pub(super) fn parse(chars: &[char]) -> Option<Value> {
    if let Some(point) = chars.iter().position(|c| *c == '点') {
        let (whole, part) = (&chars[..point], &chars[point + 1..]);
        let part: Option<String> = part.iter().map(|c| digit(*c).map(|n| n.to_string())).collect();
        let part = part.filter(|part| !part.is_empty())?;
        return Some(Value::new(&whole_number(whole)?.to_string(), &part, 0));
    }
    if chars == ['半'] {
        return Some(Value::new("0", "5", 0));
    }
    whole_number(chars).map(Value::of)
}

/// Reads a whole number; a numeral that nobody would write so is none.
fn whole_number(chars: &[char]) -> Option<u64> {
    if chars.is_empty() || chars.len() > 20 {
        return None;
    }
    if chars.len() > 1 && chars.iter().all(|c| digit(*c).is_some()) {
        // 一两次 and 三五个 are no numbers; 二〇二六 is.
        let has_nought = chars.contains(&'〇') || chars.contains(&'零') || chars.len() >= 4;
        let digits = chars.iter().filter_map(|c| digit(*c));
        return has_nought.then(|| digits.fold(0_u64, |n, digit| n.saturating_mul(10).saturating_add(digit)));
    }
    let (mut all, mut section, mut last) = (0_u64, 0_u64, None);
    for c in chars {
        match (digit(*c), tens(*c), *c) {
            (Some(0), ..) if last.is_none() => {}
            (Some(n), ..) if last.is_none() => last = Some(n),
            (_, Some(unit), _) => {
                let n = match last.take() {
                    Some(n) => n,
                    None if unit == 10 => 1,
                    None => return None,
                };
                section += n * unit;
            }
            (_, _, '万' | '亿') => {
                section += last.take().unwrap_or(0);
                if section == 0 {
                    return None;
                }
                let unit = if *c == '万' { 10_000 } else { 100_000_000 };
                all = (all + section).checked_mul(unit)?;
                section = 0;
            }
            _ => return None,
        }
    }
    all.checked_add(section + last.unwrap_or(0))
}
