//! The opening paragraph: guiding ideas, the superior's document, themes, four figures.
//!
//! What only the office can state (`guiding`, `basis`) is left out where it states nothing.

use crate::document::form::Format;
use crate::document::format::{self, MIN_PERCENT_OF, percent};
use crate::document::material::Material;
use crate::document::provenance::Provenance;
use crate::document::text::{Figure, Text, text};
use crate::document::wording::{counted, group_name, list};
use crate::dossier::{Dossier, Field, plain_topic};
use crate::origin::Origin;
use crate::settings::{LENGTH, Settings};
use crate::statistics::{Key, Statistics};

/// The most themes that the paragraph names.
const MAX_THEMES: usize = 3;

/// Returns the opening paragraph.
pub(crate) fn opening(material: &Material<'_>) -> Text {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let group = group_name(&material.settings.study_group());
    let mut text = text!("{}，{group}（以下简称中心组）", format::period(dossier.period));
    text += guiding(material.settings);
    text += basis(material.settings);
    let done = match statistics.count(Key::Sessions) {
        0 => vec!["没有开展集中学习".into()],
        n => sessions(dossier, statistics, n),
    };
    // A short text tells that further below alone.
    let beside = if material.settings.length < LENGTH { Vec::new() } else { beside(statistics) };
    let done: Vec<Text> = done.into_iter().chain(essays(statistics)).chain(beside).collect();
    if statistics.count(Key::Sessions) > 0 {
        text += themes(material);
    }
    text + text!("{}。现将有关情况{}如下。", Text::joined(&done, "，"), tells(material.settings.format))
}

/// Returns the word by which a document of this format tells something.
pub(crate) fn tells(format: Format) -> &'static str {
    match format {
        Format::Plain | Format::Report | Format::Minutes => "报告",
        Format::Notice => "通报",
        Format::Letter => "函告",
    }
}

/// Returns the guiding ideas as a clause: as the office wrote it, or with the words around it.
pub(crate) fn guiding(settings: &Settings) -> Text {
    let Some(words) = &settings.guiding else { return Text::new() };
    let words = words.trim_end_matches(['，', '。', '；']);
    let own = Figure::new(words, Provenance::Office("guiding"));
    const VERBS: [&str; 6] = ["坚持", "以", "高举", "深入", "全面", "认真"];
    if VERBS.iter().any(|verb| words.starts_with(verb)) {
        text!("{own}，")
    } else {
        text!("坚持以{own}为指导，")
    }
}

/// Returns the superior's document as a clause.
pub(crate) fn basis(settings: &Settings) -> Text {
    let Some(words) = &settings.basis else { return Text::new() };
    let words = words.trim_end_matches(['，', '。', '；']);
    let own = Figure::new(words, Provenance::Office("basis"));
    let before = if ["按照", "根据", "依据", "遵照"].iter().any(|verb| words.starts_with(verb)) {
        ""
    } else {
        "按照"
    };
    let after = if ["要求", "部署", "安排", "精神"].iter().any(|word| words.ends_with(word)) {
        ""
    } else {
        "要求"
    };
    text!("{before}{own}{after}，")
}

/// Names the office's own topics that were studied or looked into in the period.
fn themes(material: &Material<'_>) -> Text {
    let dossier = material.dossier;
    let studied = dossier
        .sessions
        .iter()
        .flat_map(|session| [(&session.topic, &session.origin), (&session.content, &session.origin)]);
    let fields: Vec<(&Field<String>, &Origin)> =
        studied.chain(dossier.research.iter().map(|topic| (&topic.title, &topic.origin))).collect();
    let found = |word: &String| {
        let plain = plain_topic(word);
        let is_theme = plain.chars().count() >= 2 && !plain_topic(&dossier.unit).contains(plain.as_str());
        let (field, record) = fields
            .iter()
            .find(|(field, _)| is_theme && plain_topic(field.text()).contains(plain.as_str()))?;
        Some(Figure::new(word.as_str(), Provenance::cell(field, record)))
    };
    let named: Vec<Figure> = material.settings.keywords.iter().filter_map(found).take(MAX_THEMES).collect();
    if named.is_empty() { Text::new() } else { text!("围绕{}组织学习，", list(&named)) }
}

/// Says how many sessions there were, of what form, and how many took part.
fn sessions(dossier: &Dossier, statistics: &Statistics, n: u64) -> Vec<Text> {
    let mut clauses = vec![text!("共集中学习{}次", counted(statistics, Key::Sessions))];
    match statistics.count(Key::Seminars) {
        0 => {}
        // Of few nothing is said of all.
        seminars if seminars == n && n < MIN_PERCENT_OF => clauses.push("为专题研讨".into()),
        seminars if seminars == n => clauses.push("均为专题研讨".into()),
        // A session without a form may have been one, too.
        _ if dossier.sessions.iter().any(|session| session.form.is_none()) => {
            clauses.push(text!("其中登记为专题研讨的{}次", counted(statistics, Key::Seminars)));
        }
        _ => clauses.push(text!("其中专题研讨{}次", counted(statistics, Key::Seminars))),
    }
    // Those who made up for it took part, too.
    let (key, name) = match statistics.count(Key::MadeUp) {
        0 => (Key::AttendanceRate, "出勤率"),
        _ => (Key::ParticipationRate, "参学率"),
    };
    let rate = statistics.get(key);
    if let (Some(n @ 1..), Some(of @ MIN_PERCENT_OF..)) = (rate.n, rate.of) {
        clauses.push(text!("{name}{}", percent(n, of, rate)));
    }
    clauses
}

/// Says what was done for those below.
fn beside(statistics: &Statistics) -> Vec<Text> {
    let (talks, visits) = (counted(statistics, Key::Talks), counted(statistics, Key::GuidanceVisits));
    let talks = (talks.n > 0).then(|| text!("开展宣讲{talks}场"));
    let visits = (visits.n > 0).then(|| text!("列席旁听、督促指导基层学习{visits}次"));
    talks.into_iter().chain(visits).collect()
}

/// Says what was written.
fn essays(statistics: &Statistics) -> Option<Text> {
    let (essays, reports) = (counted(statistics, Key::Essays), counted(statistics, Key::ResearchReports));
    match (essays.n, reports.n) {
        (0, 0) => None,
        (0, _) => Some(text!("形成调研报告{reports}篇")),
        (_, 0) => Some(text!("形成心得体会和理论文章{essays}篇")),
        _ => Some(text!("形成心得体会和理论文章{essays}篇、调研报告{reports}篇")),
    }
}

#[cfg(test)]
mod tests {
    use crate::document::wording::cases::Case;
    use crate::settings::Settings;

    const SESSIONS: (&str, &str) =
        ("统计表.csv", "时间,学习主题,学习形式,主持人\n1月5日,茶产业发展,研讨,甲一\n2月5日,民法典,传达,甲一");

    #[track_caller]
    fn check(files: &[(&str, &str)], settings: Settings, expected: &str) {
        let case = Case::with(files, settings);
        assert_eq!(super::opening(&case.material()).as_str(), expected);
    }

    fn five(marks: &str) -> String {
        let rows: Vec<String> = ["甲一", "乙二", "丙三", "丁四", "戊五"]
            .iter()
            .map(|name| format!("{name},成员,{marks}\n"))
            .collect();
        format!("姓名,职务,1月5日,2月5日\n{}", rows.concat())
    }

    #[test]
    fn nothing_is_invented_where_nothing_is_stated() {
        let marks = five("√,√");
        check(
            &[("考勤表.csv", &marks), SESSIONS],
            Settings::default(),
            "2020年上半年，本单位党委理论学习中心组（以下简称中心组）共集中学习2次，其中专题研讨1次，出勤率100%。现将有关情况报告如下。",
        );
    }

    #[test]
    fn what_the_office_states_stands_as_it_is() {
        let marks = five("√,补");
        let settings = || Settings {
            keywords: vec!["茶产业".into(), "乡村振兴".into(), "民法典".into()],
            ..Settings::default()
        };
        let check_with = |guiding: &str, basis: &str, expected: &str| {
            let settings =
                Settings { guiding: Some(guiding.into()), basis: Some(basis.into()), ..settings() };
            let expected = format!(
                "2020年上半年，本单位党委理论学习中心组（以下简称中心组）{expected}，围绕茶产业、民法典组织学习，共集中学习2次，其中专题研讨1次，参学率100%。现将有关情况报告如下。"
            );
            check(&[("考勤表.csv", &marks), SESSIONS], settings, &expected);
        };
        check_with(
            "某某思想",
            "《安排》（青委〔2020〕3号）",
            "坚持以某某思想为指导，按照《安排》（青委〔2020〕3号）要求",
        );
        check_with("深入学习某某思想。", "根据县委部署", "深入学习某某思想，根据县委部署");
    }

    #[test]
    fn of_few_there_is_no_rate_and_of_none_no_theme() {
        let one = ("考勤表.csv", "姓名,职务,1月5日\n甲一,书记,√");
        let form = ("统计表.csv", "时间,学习主题,学习形式,主持人\n1月5日,民法典,研讨,甲一");
        check(
            &[one, form],
            Settings::default(),
            "2020年上半年，本单位党委理论学习中心组（以下简称中心组）共集中学习1次，为专题研讨。现将有关情况报告如下。",
        );
        let report = ("心得.csv", "姓名,题目,类型,提交日期\n甲一,水利调研,调研报告,5月5日");
        check(
            &[("考勤表.csv", "姓名,职务,2019-12-05\n甲一,书记,√"), report],
            Settings { keywords: vec!["水利".into()], ..Settings::default() },
            "2020年上半年，本单位党委理论学习中心组（以下简称中心组）没有开展集中学习，形成调研报告1篇。现将有关情况报告如下。",
        );
    }
}
