//! Sentences of the county's letter to one unit.

use time::Date;

use crate::county::Practice;
use crate::county::wording::practice;
use crate::document::format::{self, share, whole};
use crate::document::wording::measures::{by, clauses};
use crate::document::wording::opening::tells;
use crate::document::wording::{counted, group_name, problems, unit};
use crate::document::{Count, Dated, Format, Material, Provenance, Text, text};
use crate::findings::{Finding, Indicator};
use crate::period::Period;
use crate::settings::group::{Group, STUDY_GROUP};
use crate::statistics::Key;
use crate::worksheet::{Kind, Worksheet};

/// The headings.
pub(in crate::county) const HELD: &str = "学习情况";
pub(in crate::county) const MATTERS: &str = "需要改进的方面";
pub(in crate::county) const ASKED: &str = "有关要求";

/// Returns the title as words: a line may end between any two of them.
pub(in crate::county) fn title(group: &Group, period: Period) -> Vec<Text> {
    vec![
        "关于".into(),
        unit(&group.head()).into(),
        text!("{}{STUDY_GROUP}", group.link()),
        format::year(period.year, Dated::Period).into(),
        period.part_after_year().into(),
        "学习情况的".into(),
        "反馈意见".into(),
    ]
}

/// Returns the words by which an archive finds the letter again.
pub(in crate::county) fn keywords(unit: &str, period: Period) -> Vec<String> {
    let period = format::period(period).as_str().to_string();
    vec![unit.to_string(), STUDY_GROUP.to_string(), period, "反馈意见".to_string()]
}

/// Returns the paragraph that opens the letter.
pub(in crate::county) fn opening(material: &Material<'_>) -> Text {
    let group = group_name(&material.settings.study_group());
    text!(
        "你单位报送的{group}{}学习材料收悉。现将有关情况{}如下。",
        format::period(material.dossier.period),
        tells(Format::Letter)
    )
}

/// Says how often the group met, who came, and what was written.
pub(in crate::county) fn held(material: &Material<'_>) -> Text {
    let statistics = material.statistics;
    let n = |key: Key| counted(statistics, key);
    let is_known = |key: Key| statistics.get(key).value.is_some();
    let mut parts: Vec<Text> = Vec::new();
    let (sessions, seminars) = (n(Key::Sessions), n(Key::Seminars));
    parts.push(match (sessions.n, seminars.n) {
        (0, _) => "没有开展集中学习".into(),
        (_, 1..) if material.dossier.sessions.iter().any(|session| session.form.is_none()) => {
            text!("共集中学习{sessions}次，其中登记为专题研讨的{seminars}次")
        }
        (_, 1..) => text!("共集中学习{sessions}次，其中专题研讨{seminars}次"),
        (_, 0) if is_known(Key::Seminars) => text!("共集中学习{sessions}次，没有开展专题研讨"),
        _ => text!("共集中学习{sessions}次"),
    });
    let rate = statistics.get(Key::AttendanceRate);
    if let (Some(present), Some(due @ 1..)) = (rate.n, rate.of) {
        let share = share(present, due, rate);
        let (present, due) = (Count::new(present, rate.into()), Count::new(due, rate.into()));
        let made_up = n(Key::MadeUp);
        let made_up = if made_up.n > 0 { text!("，会后补学{made_up}人次") } else { Text::new() };
        parts.push(text!("应到{due}人次，实到{present}人次，出勤率{share}{made_up}"));
    }
    let (essays, reports) = (n(Key::Essays), n(Key::ResearchReports));
    match (essays.n, reports.n) {
        (0, 0) if is_known(Key::Essays) => parts.push("没有提交心得体会和理论文章".into()),
        (0, 0) => {}
        (0, _) => parts.push(text!("提交调研报告{reports}篇")),
        (_, 0) => parts.push(text!("提交心得体会和理论文章{essays}篇")),
        _ => parts.push(text!("提交心得体会和理论文章{essays}篇、调研报告{reports}篇")),
    }
    text!("{}{}。", format::period(material.dossier.period), Text::joined(&parts, "；"))
}

/// Says what is done well; nothing where nothing is.
pub(in crate::county) fn good(done: &[Practice]) -> Option<Text> {
    let told = done.iter().map(|one| text!("{}（{}）", practice::what(one.kind), practice::numbers(one)));
    let told: Vec<Text> = told.collect();
    (!told.is_empty()).then(|| text!("做得好、请继续保持的有：{}。", Text::joined(&told, "；")))
}

/// Says what shows a finding, as the unit's own report does.
pub(in crate::county) fn shown(material: &Material<'_>, finding: &Finding) -> Vec<Text> {
    let indicators: Vec<&Indicator> =
        finding.rules.iter().map(|rule| material.findings.indicator(*rule)).collect();
    problems::paragraph(&[indicators], material.dossier)
}

/// Says what is asked for about a finding.
pub(in crate::county) fn asked(material: &Material<'_>, finding: &Finding) -> Vec<Text> {
    clauses(material, &finding.rules)
}

/// Returns what is to be mended as an item.
pub(in crate::county) fn matter(n: usize, shown: &[Text], asked: &[Text], due: Date, period: Period) -> Text {
    text!(
        "{}.{}要求：{}，{}落实。",
        whole(n, Provenance::Numbering("改进事项")),
        Text::joined(shown, ""),
        Text::joined(asked, "；"),
        by(due, period)
    )
}

/// Says by when the unit is to write back; nothing where there is nothing to mend.
pub(in crate::county) fn answer(n_matters: usize, last: Option<Date>, organ: &str) -> Option<Text> {
    let last = format::full_date(last?, Dated::Due);
    let we = if organ.ends_with('部') { "我部" } else { "我单位" };
    let what = match n_matters {
        1 => "上述问题".into(),
        n => text!("上述{}个方面", whole(n, Provenance::Listed("改进事项"))),
    };
    Some(text!("请对照{what}研究制定整改措施，明确责任人，按时限逐项落实，{last}前将整改情况书面报送{we}。"))
}

/// Says what of the worksheet is to be looked into; nothing where nothing is.
pub(in crate::county) fn worksheet(worksheet: &Worksheet) -> Option<Text> {
    let is_asked = |kind: Kind| matches!(kind, Kind::Missing | Kind::Doubts | Kind::Asks);
    let n = worksheet.items.iter().filter(|item| is_asked(item.kind)).count();
    let n_asked = whole(n, Provenance::Listed("工作底稿中需要处理的事项"));
    (n > 0).then(|| {
        text!("随函另送工作底稿（电子表格），其中需要补报、核实或者补充的{n_asked}项，请逐项核对处理。")
    })
}

/// Says that all goes on, where there is nothing to ask for.
pub(in crate::county) fn go_on() -> Text {
    "请继续落实中心组学习制度，按时报送学习情况。".into()
}

/// Returns the sentence that ends the letter.
pub(in crate::county) fn closing() -> Text {
    text!("特此{}。", tells(Format::Letter))
}
