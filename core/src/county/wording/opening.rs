//! The opening paragraph: who reported, and what there was in all.

use crate::county::Survey;
use crate::county::wording::{place, pooled, total, unit, units};
use crate::document::format;
use crate::document::wording::opening::tells;
use crate::document::{Count, Format, Text, text};
use crate::statistics::Key;

/// Returns the opening paragraph: who reported, and what there was in all; it ends as a document
/// of its format does.
pub(in crate::county) fn opening(survey: &Survey, format: Format) -> Text {
    let period = format::period(survey.period);
    let (n, counted) = (survey.n_units(), survey.units.len());
    let county = unit(&place(&survey.county));
    let mut text = if n == counted {
        text!("{period}，{county}应报学习情况的单位{}个，全部报送。", units(n))
    } else {
        let mut parts = vec![text!("报送并纳入汇总的{}个", units(counted))];
        let (others, missing) = (survey.others.len(), survey.missing.len());
        if others > 0 {
            parts.push(text!("报告期不同、不计入合计的{}个", units(others)));
        }
        if missing > 0 {
            parts.push(text!("没有报告的{}个", units(missing)));
        }
        text!("{period}，{county}应报学习情况的单位{}个，其中{}。", units(n), Text::joined(&parts, "，"))
    };
    let is_known = |key: Key| survey.total(key).value.is_some();
    let shown = |key: Key| total(survey.total(key));
    let mut figures = Vec::new();
    if is_known(Key::Sessions) {
        let mut part = text!("共组织集中学习{}次", shown(Key::Sessions));
        if is_known(Key::Seminars) {
            part += text!("，其中专题研讨{}次", shown(Key::Seminars));
        }
        figures.push(part);
    }
    if let Some((present, due @ 1..)) = survey.total(Key::AttendanceRate).share {
        let source = pooled(survey.total(Key::AttendanceRate));
        let rate = format::share(present, due, &source);
        let (present, due) = (Count::new(present, source.clone()), Count::new(due, source));
        let mut part = text!("应到{due}人次，实到{present}人次，出勤率{rate}");
        if let (Some((took_part, due @ 1..)), true) =
            (survey.total(Key::ParticipationRate).share, survey.total(Key::MadeUp).value > Some(0.0))
        {
            part += text!(
                "，计入补学的参学率{}",
                format::share(took_part, due, pooled(survey.total(Key::ParticipationRate)))
            );
        }
        figures.push(part);
    }
    if is_known(Key::Essays) {
        let mut part = text!("提交心得体会和理论文章{}篇", shown(Key::Essays));
        if is_known(Key::EssaysPerMember) {
            part += text!("，人均{}篇", shown(Key::EssaysPerMember));
        }
        if is_known(Key::ResearchReports) {
            part += match survey.total(Key::ResearchReports).value {
                Some(0.0) => "，没有调研报告".into(),
                _ => text!("，调研报告{}篇", shown(Key::ResearchReports)),
            };
        }
        figures.push(part);
    }
    if !figures.is_empty() {
        text += text!("{}个单位{}。", units(counted), Text::joined(&figures, "；"));
    }
    text + text!("现将有关情况汇总{}如下。", tells(format))
}
