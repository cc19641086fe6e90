//! The opening paragraph: the basis, the figures, and what follows.

use crate::document::form::Format;
use crate::document::format::{self, ratio, share, whole};
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Text, text};
use crate::document::wording::{counted, group_name};
use crate::dossier::{Dossier, Register};
use crate::period::quarter_of;
use crate::settings::Settings;
use crate::statistics::{Key, Statistics};

/// The rules that all groups follow.
const RULES: &str = "《中国共产党党委（党组）理论学习中心组学习规则》的要求";

/// Returns the opening paragraph of a document of this format.
pub(crate) fn opening(dossier: &Dossier, statistics: &Statistics, settings: &Settings) -> Text {
    let period = format::period(dossier.period);
    let part = dossier.period.part_name();
    let next = format::next_period(dossier.period);
    let group = group_name(&settings.study_group());
    let n_sessions = statistics.count(Key::Sessions);
    let mut text = match n_sessions {
        0 => text!("对照{RULES}，总结{group}（以下简称中心组）{period}的学习情况。"),
        _ => text!("{period}，{group}（以下简称中心组）按照{RULES}{}。", rhythm(dossier)),
    };
    let n_registers = Register::ALL.into_iter().filter(|register| dossier.has(*register)).count();
    text += text!("据{}种台账统计，{part}", whole(n_registers, Provenance::Listed("台账")));
    text += match n_sessions {
        0 => "没有集中学习的记录".into(),
        n => sessions(dossier, statistics, n),
    };
    if statistics.get(Key::Essays).value.is_some() {
        text += essays(statistics);
    }
    if statistics.count(Key::Observers) > 0 {
        text += text!("；列席{}人次", counted(statistics, Key::Observers));
    }
    text + text!("。现将{part}学习情况和{next}学习计划{}如下。", tells(settings.format))
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
fn sessions(dossier: &Dossier, statistics: &Statistics, n: u64) -> Text {
    let mut text = text!("共组织集中学习{}次", counted(statistics, Key::Sessions));
    if statistics.get(Key::Seminars).value.is_some() {
        text += match statistics.count(Key::Seminars) {
            0 => "，没有开展专题研讨".into(),
            1 if n == 1 => "，为专题研讨".into(),
            seminars if seminars == n => "，均为专题研讨".into(),
            _ => text!("，其中专题研讨{}次", counted(statistics, Key::Seminars)),
        };
    }
    // Of a quarter's own sessions it goes without saying.
    if dossier.period.quarters().count() > 1 {
        text += text!("，覆盖{}个季度", counted(statistics, Key::QuartersCovered));
    }
    text + "；" + rates(statistics)
}

/// Says what was written.
fn essays(statistics: &Statistics) -> Text {
    let per_member = statistics.get(Key::EssaysPerMember);
    let reports = counted(statistics, Key::ResearchReports);
    match (statistics.count(Key::Essays), reports.n) {
        (0, 0) => "；没有提交心得体会、理论文章或调研报告".into(),
        (0, _) => text!("；没有提交心得体会和理论文章，提交调研报告{reports}篇"),
        (_, n_reports) => {
            let mut text = text!("；提交心得体会和理论文章{}篇", counted(statistics, Key::Essays));
            if let (Some(n), Some(of @ 1..)) = (per_member.n, per_member.of) {
                text += text!("，人均{}篇", ratio(n, of, per_member));
            }
            text += match n_reports {
                0 => "，没有调研报告".into(),
                _ => text!("，调研报告{reports}篇"),
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
fn rates(statistics: &Statistics) -> Text {
    let rate = statistics.get(Key::AttendanceRate);
    let taking_part = statistics.get(Key::ParticipationRate);
    let (Some(n), Some(of @ 1..)) = (rate.n, rate.of) else {
        return "考勤没有可用的标记，出勤率不作评价".into();
    };
    let (due, present) = (Count::new(of, rate.into()), Count::new(n, rate.into()));
    let mut text = text!("应到{due}人次，实到{present}人次，出勤率{}", share(n, of, rate));
    if let (Some(took_part), true) = (taking_part.n, statistics.count(Key::MadeUp) > 0) {
        text += text!("，计入补学的参学率{}", share(took_part, of, taking_part));
    }
    text
}
