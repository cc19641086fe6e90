//! Notes below tables, and single words that stand for a state or a missing value.

use crate::document::format::{self, MIN_PERCENT_OF};
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Text, text};
use crate::document::wording::list;
use crate::findings::{Basis, Gravity, Indicator, State};
use crate::period::Period;

/// Where the points of the score sheet come from.
pub(crate) const POINTS: Provenance = Provenance::Constant("评分表的分值");

/// Returns the note below the thresholds: what the words for their sources mean, and what is not judged.
pub(crate) fn thresholds_note(unjudged: &[&Indicator]) -> Text {
    let note = "注：依据中，“规则”为学习规则的规定，“地方”为参照有关地方中心组学习制度，“建议”为计算程序的建议值，“自定”为本单位\
                自行确定；“另判”为数值正常、但有同一指标的其他情形。";
    if unjudged.is_empty() {
        return note.into();
    }
    let names: Vec<&str> = unjudged.iter().map(|indicator| indicator.rule.name).collect();
    text!("{note}没有列入的有：{}。", list(&names))
}

/// Returns the word for what an indicator shows.
pub(crate) fn state(indicator: &Indicator) -> &'static str {
    match (indicator.state, indicator.gravity) {
        (State::Clear | State::NoData, _) => "正常",
        _ if indicator.flagged_otherwise().is_some() => "另判",
        (_, Some(Gravity::Severe)) => "较重",
        _ => "超出",
    }
}

/// Returns the word for who set a threshold.
pub(crate) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Rules => "规则",
        Basis::Local => "地方",
        Basis::Suggested => "建议",
        Basis::Own => "自定",
    }
}

/// Says why so many tenths of a point were deducted.
pub(crate) fn deducted(lost: u64, reached: (u64, u64), asked: f64, source: &Provenance) -> Text {
    let (n, of) = reached;
    match lost {
        0 => "—".into(),
        _ if asked < 1.0 => {
            text!("{}，{}得满分", format::share(n, of, source), format::share_of_one(asked, source))
        }
        _ => text!("应有{}，实有{}", Count::new(of, source.clone()), Count::new(n, source.clone())),
    }
}

/// Returns the grade for so many tenths of so many points (domain notes §2).
pub(crate) fn grade(tenths: u64, full: u32) -> &'static str {
    let of = u64::from(full);
    match tenths * 10 {
        percent if percent >= of * 90 => "优秀等次",
        percent if percent >= of * 80 => "良好等次",
        percent if percent >= of * 60 => "合格等次",
        _ => "不合格等次",
    }
}

/// Returns the note below the score sheet.
pub(crate) fn score_note(full: u32) -> Text {
    let mut note = Text::from("注：各项得分按完成比例计算；等次为程序按台账所评，供参考");
    if full < 100 {
        note += text!("；没有数据的项目不评分，等次按可评的{}分折算", Count::new(full.into(), POINTS));
    }
    note + "。"
}

/// Returns the note below what was found: of which year the days are.
pub(crate) fn findings_note(period: Period) -> Text {
    text!("注：完成时限为{}。", format::year(period.next().year, Dated::Due))
}

/// The note below the sessions.
pub(crate) const SESSIONS_NOTE: &str =
    "注：时长单位为小时；出勤率=实到人次÷应到人次，列席不计入；“—”为未登记。";
/// The note below the members.
pub(crate) fn members_note() -> Text {
    text!(
        "注：单位为人次、次、篇；出勤率=实到÷应到，应到不足{}人次的只列人次；成果含心得体会、理论文章和调研报告。",
        Count::new(MIN_PERCENT_OF, Provenance::Constant("少于5的不写百分比"))
    )
}
/// The note below each member's marks.
pub(crate) const ATTENDANCE_NOTE: &str = "注：“√”为出勤，“—”为不计应到；出勤率=实到÷应到。";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades() {
        assert_eq!(grade(900, 100), "优秀等次");
        assert_eq!(grade(899, 100), "良好等次");
        assert_eq!(grade(600, 100), "合格等次");
        assert_eq!(grade(299, 50), "不合格等次");
        assert_eq!(grade(450, 50), "优秀等次");
    }
}
