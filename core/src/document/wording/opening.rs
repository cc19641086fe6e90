//! The opening paragraph: the basis, the figures, and what follows.

use crate::document::form::Format;
use crate::document::format::{self, ratio, share};
use crate::document::wording::group_name;
use crate::dossier::{Dossier, Register};
use crate::period::quarter_of;
use crate::statistics::{Key, Statistics, size};

/// The rules that all groups follow.
const RULES: &str = "《中国共产党党委（党组）理论学习中心组学习规则》的要求";

/// Returns the opening paragraph of a document of this format.
pub(crate) fn opening(dossier: &Dossier, statistics: &Statistics, format: Format) -> String {
    let period = format::period(dossier.period);
    let part = dossier.period.part_name();
    let next = format::next_period(dossier.period);
    let group = group_name(&dossier.unit);
    let n_sessions = statistics.count(Key::Sessions);
    let mut text = match n_sessions {
        0 => format!("对照{RULES}，总结{group}（以下简称中心组）{period}的学习情况。"),
        _ => format!("{period}，{group}（以下简称中心组）按照{RULES}{}。", rhythm(dossier)),
    };
    let n_registers = size(Register::ALL.into_iter().filter(|register| dossier.has(*register)).count());
    text += &format!("据{n_registers}种台账统计，{part}");
    text += &match n_sessions {
        0 => "没有集中学习的记录".to_string(),
        n => sessions(dossier, statistics, n),
    };
    if statistics.get(Key::Essays).value.is_some() {
        text += &essays(statistics);
    }
    if statistics.count(Key::Observers) > 0 {
        text += &format!("；列席{}人次", statistics.count(Key::Observers));
    }
    text + &format!("。现将{part}学习情况和{next}学习计划{}如下。", tells(format))
}

/// Returns the word by which a document of this format tells something.
pub(crate) fn tells(format: Format) -> &'static str {
    match format {
        Format::Plain | Format::Report | Format::Minutes => "报告",
        Format::Notice => "通报",
        Format::Letter => "函告",
    }
}

/// Says how many sessions there were, of what form, and who came.
fn sessions(dossier: &Dossier, statistics: &Statistics, n: u64) -> String {
    let mut text = format!("共组织集中学习{n}次");
    if statistics.get(Key::Seminars).value.is_some() {
        text += &match statistics.count(Key::Seminars) {
            0 => "，没有开展专题研讨".to_string(),
            1 if n == 1 => "，为专题研讨".to_string(),
            seminars if seminars == n => "，均为专题研讨".to_string(),
            seminars => format!("，其中专题研讨{seminars}次"),
        };
    }
    // Of a quarter's own sessions it goes without saying.
    if dossier.period.quarters().count() > 1 {
        text += &format!("，覆盖{}个季度", statistics.count(Key::QuartersCovered));
    }
    text + "；" + &rates(statistics)
}

/// Says what was written.
fn essays(statistics: &Statistics) -> String {
    let per_member = statistics.get(Key::EssaysPerMember);
    match (statistics.count(Key::Essays), statistics.count(Key::ResearchReports)) {
        (0, 0) => "；没有提交心得体会、理论文章或调研报告".to_string(),
        (0, n) => format!("；没有提交心得体会和理论文章，提交调研报告{n}篇"),
        (n, reports) => {
            let mut text = format!("；提交心得体会和理论文章{n}篇");
            if let (Some(n), Some(of @ 1..)) = (per_member.n, per_member.of) {
                text += &format!("，人均{}篇", ratio(n, of));
            }
            text += &match reports {
                0 => "，没有调研报告".to_string(),
                n => format!("，调研报告{n}篇"),
            };
            text
        }
    }
}

/// Says how regularly there were sessions: every month, every quarter, or neither.
fn rhythm(dossier: &Dossier) -> &'static str {
    let period = dossier.period;
    let in_month = |month: u8| dossier.sessions.iter().any(|s| u8::from(s.date.month()) == month);
    let in_quarter = |quarter: u8| dossier.sessions.iter().any(|s| quarter_of(s.date) == quarter);
    if (period.first_month()..=period.last_month()).all(in_month) {
        "组织学习，做到月月有安排"
    } else if period.quarters().all(in_quarter) {
        "按季组织学习"
    } else {
        "组织学习"
    }
}

/// 应到、实到 and the two rates in one clause.
fn rates(statistics: &Statistics) -> String {
    let rate = statistics.get(Key::AttendanceRate);
    let taking_part = statistics.get(Key::ParticipationRate);
    let (Some(n), Some(of @ 1..)) = (rate.n, rate.of) else {
        return "考勤没有可用的标记，出勤率不作评价".to_string();
    };
    let mut text = format!("应到{of}人次，实到{n}人次，出勤率{}", share(n, of));
    if let (Some(took_part), true) = (taking_part.n, statistics.count(Key::MadeUp) > 0) {
        text += &format!("，计入补学的参学率{}", share(took_part, of));
    }
    text
}
