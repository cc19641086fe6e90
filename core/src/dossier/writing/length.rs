//! Lengths of time as people write them: 2小时30分, 2h, 半天, 9:00—11:30.

use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::value::{figures, number, text_number};
use crate::workbook::Value;

/// The hours of a day's work.
const HOURS_OF_DAY: f64 = 8.0;

/// Returns a length of time in hours.
pub(crate) fn hours(value: &Value) -> Option<f64> {
    let Value::Text(text) = value else { return number(value).map(|number| number.value) };
    let text = squeeze(text).to_ascii_lowercase();
    let text = text.trim_start_matches(['约', '共', '近']);
    units(text)
        .or_else(|| from_until(text))
        .or_else(|| clock(text))
        .or_else(|| text_number(text).map(|number| number.value))
}

/// Returns the sum of numbers with their units: 1小时30分, 一个半小时, 1天半, 90min.
fn units(text: &str) -> Option<f64> {
    const UNITS: [(&[&str], f64); 3] = [
        (&["个小时", "小时", "个钟头", "钟头", "hours", "hour", "hrs", "hr", "h"], 1.0),
        (&["分钟", "分", "minutes", "mins", "min", "m", "′"], 1.0 / 60.0),
        (&["天", "日"], HOURS_OF_DAY),
    ];
    let unit = |text: &'_ str| {
        UNITS.iter().find_map(|(words, scale)| {
            words.iter().find(|word| text.starts_with(**word)).map(|word| (*scale, word.len()))
        })
    };
    if text == "全天" {
        return Some(HOURS_OF_DAY);
    }
    let (mut rest, mut total, mut last) = (text, 0.0, f64::INFINITY);
    while !rest.is_empty() {
        let (number, after) = match rest.strip_prefix('半') {
            Some(after) => (0.5, after),
            None => figures(rest)?,
        };
        // 一个半小时, 2个半小时.
        let (number, after) =
            after.strip_prefix("个半").map_or((number, after), |after| (number + 0.5, after));
        let Some((scale, length)) = unit(after) else {
            // 1小时30: minutes go without saying after hours.
            let is_minutes = after.is_empty() && (last - 1.0).abs() < f64::EPSILON;
            return is_minutes.then_some(total + number / 60.0);
        };
        if scale >= last || !(0.0..1e4).contains(&number) {
            return None;
        }
        (total, last, rest) = (total + number * scale, scale, &after[length..]);
        // 1天半 and 2小时半 end with half of their own unit.
        if let Some(after) = rest.strip_prefix('半') {
            (total, rest) = (total + scale / 2.0, after);
        }
    }
    total.is_normal().then_some(total)
}

/// Returns the hours between two times of one day: 9:00—11:30, 下午2点半至5点.
fn from_until(text: &str) -> Option<f64> {
    let (from, until) = text.split_once(['-', '—', '–', '─', '~', '～', '至', '到'])?;
    let until = until.trim_start_matches(['-', '—', '–', '─', '~', '～']);
    let (from, until) = (time(from)?, time(until)?);
    // 下午2:30-5:00 and 11:00-1:00 leave the second half of the day to be understood.
    let until = if until <= from && until <= 12.0 { until + 12.0 } else { until };
    let hours = until - from;
    (hours > 0.0 && until <= 24.0).then_some(hours)
}

/// Returns a time of day in hours: 9:30, 上午9时, 下午2点半, 14时30分.
fn time(text: &str) -> Option<f64> {
    let is_afternoon = text.starts_with("下午") || text.starts_with("晚");
    let text = ["上午", "下午", "晚上", "中午", "早上"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    let (hour, rest) = figures(text)?;
    let rest = rest.strip_prefix([':', '：', '时', '点'])?;
    let rest = rest.trim_end_matches(['分', '整', '钟']);
    let minutes: f64 = match rest {
        "" => 0.0,
        "半" => 30.0,
        _ => rest.split([':', '：']).next()?.parse().ok()?,
    };
    let hour = if is_afternoon && hour < 12.0 { hour + 12.0 } else { hour };
    ((0.0..=24.0).contains(&hour) && (0.0..60.0).contains(&minutes)).then_some(hour + minutes / 60.0)
}

/// Returns a duration such as 2:30; from the hours of a day's work on it may be a time of day.
fn clock(text: &str) -> Option<f64> {
    let hours = text.contains([':', '：']).then(|| time(text))??;
    (hours > 0.0 && hours < HOURS_OF_DAY).then_some(hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        let check = |text: &str, expected: Option<f64>| {
            let found = hours(&Value::Text(text.into()));
            let is_same = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
                (found, expected) => found == expected,
            };
            assert!(is_same, "{text}: {found:?}");
        };
        for text in [
            "2.5",
            "2小时30分",
            "2小时30",
            "2个半小时",
            "两小时半",
            "150分钟",
            "150min",
            "2.5h",
            "2.5 Hours",
            "9:00-11:30",
            "9：00—11：30",
            "9:00至11:30",
            "上午9点到11点半",
            "下午2:30-5:00",
            "14时30分—17时",
            "11:00-1:30",
            "2:30",
            "约2.5小时",
            "2.5学时",
            "2h30m",
        ] {
            check(text, Some(2.5));
        }
        check("半天", Some(4.0));
        check("全天", Some(8.0));
        check("一天", Some(8.0));
        check("1天半", Some(12.0));
        check("半小时", Some(0.5));
        check("一个半小时", Some(1.5));
        for text in ["", "上午", "9:00", "11:30-9:00-8:00", "2小时3天", "许久", "3月5日", "2小时左右吧", "h"]
        {
            check(text, None);
        }
    }
}
