//! Sentences on how study was looked after, and on what was done beside the sessions.

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::document::format::whole;
use crate::document::material::Material;
use crate::document::piece::{Piece, Worth};
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::practice::clause;
use crate::document::wording::{counted, list, own, quoted, subject};
use crate::dossier::{Dossier, Field, Form, OutreachKind, OutreachRecord, OversightKind, OversightRecord};
use crate::origin::Origin;
use crate::statistics::{Key, log_entries, size};

/// The most examples of one kind.
const MAX_EXAMPLES: usize = 2;
/// The most topics of one kind of study.
const MAX_TOPICS: usize = 3;
/// The most ways of looking that are named.
const MAX_WAYS: usize = 3;
/// The longest of them, in characters.
const MAX_WAY_CHARS: usize = 12;
/// The longest problem that is quoted, in characters.
const MAX_PROBLEM_CHARS: usize = 24;

/// Returns the heading over it, by what there is to tell.
pub(crate) fn heading(dossier: &Dossier) -> &'static str {
    let has = |kind| dossier.outreach.iter().any(|record| record.kind == kind);
    let guides =
        has(OutreachKind::Guidance) || dossier.oversight.iter().any(OversightRecord::is_of_those_below);
    let looks = dossier.oversight.iter().any(|record| !record.is_of_those_below());
    match (looks, guides, has(OutreachKind::Talk)) {
        (true, true, _) => "督促检查，把学习要求传到基层",
        (true, false, _) => "督促检查，抓好学习管理",
        (false, true, _) | (false, false, true) => "面向基层，开展宣讲和指导",
        _ => "多种形式，抓好经常学习",
    }
}

/// Tells it all: oversight, what was done beside the sessions, funds and places.
pub(crate) fn paragraph(material: &Material<'_>) -> Vec<Piece> {
    let dossier = material.dossier;
    [
        looked_after(dossier),
        closed(dossier),
        first_items(material),
        reading_classes(material),
        field_studies(dossier),
        talks(material),
        talked_of(dossier),
        guidance(material),
        accounts(material),
        resources(material),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Counts the records of one kind that are of the group itself.
fn own_records(dossier: &Dossier, kind: OversightKind) -> Vec<&OversightRecord> {
    dossier.oversight.iter().filter(|record| record.is_own(kind)).collect()
}

fn cells(records: &[&OversightRecord]) -> Vec<Origin> {
    records.iter().map(|record| record.origin.clone()).collect()
}

/// Counts 评学, 督学 and 考学 of the group, each with how it was done.
fn looked_after(dossier: &Dossier) -> Option<Piece> {
    let items: Vec<Text> =
        [reviews(dossier), supervision(dossier), examinations(dossier)].into_iter().flatten().collect();
    (!items.is_empty()).then(|| Piece::needed(text!("{}。", Text::joined(&items, "，"))))
}

fn reviews(dossier: &Dossier) -> Option<Text> {
    let records = own_records(dossier, OversightKind::Review);
    let n = whole(records.len(), Provenance::records("评学", cells(&records)));
    (n.n > 0).then(|| text!("对集中学习评学{n}次"))
}

/// Counts 督学 of the group, and names the ways in which it was done.
fn supervision(dossier: &Dossier) -> Option<Text> {
    let records = own_records(dossier, OversightKind::Supervision);
    if records.is_empty() {
        return None;
    }
    let n = whole(records.len(), Provenance::records("督学", cells(&records)));
    let (ways, is_all) = distinct(records.iter().map(|record| (&record.method, &record.origin)));
    let ways = if ways.is_empty() { Text::new() } else { text!("（{}）", some(&ways, MAX_WAYS, is_all)) };
    Some(text!("对中心组督学{n}次{ways}"))
}

/// Returns short texts of a column, each once, in the order of the register, and whether these are
/// all that the column says: a blank cell or a long text leaves something unsaid.
pub(super) fn distinct<'a>(
    fields: impl Iterator<Item = (&'a Field<String>, &'a Origin)>,
) -> (Vec<Figure>, bool) {
    let mut seen = BTreeSet::new();
    let is_short = |words: &str| {
        (1..=MAX_WAY_CHARS).contains(&words.chars().count()) && !words.contains(['，', '；', '。', '、'])
    };
    let mut is_all = true;
    let mut texts = Vec::new();
    for (field, record) in fields {
        let words = clause(field);
        if !is_short(words) {
            is_all = false;
        } else if seen.insert(words.to_string()) {
            texts.push(own(words, field, record));
        }
    }
    (texts, is_all)
}

/// Tells the problems that were put right; by name where all of that name were.
fn closed(dossier: &Dossier) -> Option<Piece> {
    let is_closed = |record: &&OversightRecord| record.problem.is_done() && record.rectified.is_done();
    let is_open = |words: &str| {
        let open = dossier.oversight.iter().filter(|record| record.problem.is_done() && !is_closed(record));
        open.filter_map(|record| record.problem.content()).any(|other| clause(other) == words)
    };
    let records: Vec<&OversightRecord> = dossier.oversight.iter().filter(is_closed).collect();
    if records.is_empty() {
        return None;
    }
    let mut seen = BTreeSet::new();
    let told: Vec<Text> = records
        .iter()
        .filter_map(|record| Some((record.problem.content()?, &record.origin)))
        .filter(|(words, _)| clause(words).chars().count() <= MAX_PROBLEM_CHARS)
        .filter(|(words, _)| !is_open(clause(words)))
        .filter(|(words, _)| seen.insert(clause(words).to_string()))
        .take(MAX_EXAMPLES)
        .map(|(words, origin)| quoted(words, origin))
        .collect();
    let n = whole(records.len(), Provenance::records("已整改的问题", cells(&records)));
    Some(Piece::needed(match told.len() {
        0 => text!("查出的问题改正{n}个。"),
        all if all == records.len() => text!("查出的{}问题已经改正。", Text::joined(&told, "")),
        _ => text!("查出的{}等{n}个问题已经改正。", Text::joined(&told, "")),
    }))
}

/// Counts the examinations, with who sat, where every one says so.
fn examinations(dossier: &Dossier) -> Option<Text> {
    let all = log_entries(dossier);
    let is_examination = |record: &&OversightRecord| record.kind == OversightKind::Examination;
    let entries: Vec<_> = all.iter().filter(|entry| entry.rows.iter().all(is_examination)).collect();
    if entries.is_empty() {
        return None;
    }
    let origins: Vec<Origin> =
        entries.iter().flat_map(|entry| &entry.rows).map(|record| record.origin.clone()).collect();
    let counted = |n: u64| Count::new(n, Provenance::counted("考学", n, origins.clone()));
    let examined: Option<Vec<(u64, u64)>> = entries.iter().map(|entry| entry.examined(dossier)).collect();
    let sat = match examined {
        Some(all) if all.iter().any(|(n, _)| *n > 0) => {
            text!("（{}人次参加）", counted(all.iter().map(|(n, _)| n).sum()))
        }
        _ => Text::new(),
    };
    Some(text!("组织考学{}次{sat}", counted(size(entries.len()))))
}

fn of_kind(dossier: &Dossier, kind: OutreachKind) -> impl Iterator<Item = &OutreachRecord> {
    dossier.outreach.iter().filter(move |record| record.kind == kind)
}

/// Counts 第一议题, with some of what was studied.
fn first_items(material: &Material<'_>) -> Option<Piece> {
    let n = counted(material.statistics, Key::FirstItemStudies);
    if n == 0 {
        return None;
    }
    let topics = topics(of_kind(material.dossier, OutreachKind::FirstItem));
    let topics = topics.map_or_else(Text::new, |topics| text!("，学习{topics}"));
    Some(Piece::needed(text!("落实第一议题制度，开展第一议题学习{n}次{topics}。")))
}

/// Counts 读书班, with what they were about.
fn reading_classes(material: &Material<'_>) -> Option<Piece> {
    let n = counted(material.statistics, Key::ReadingClasses);
    let topics = topics(of_kind(material.dossier, OutreachKind::ReadingClass));
    let of = topics.map_or_else(Text::new, |topics| text!("，学习{topics}"));
    (n.n > 0).then(|| Piece::needed(text!("举办读书班{n}次{of}。")))
}

/// Counts 现场学习, without those that are sessions of the group, which are told as such.
fn field_studies(dossier: &Dossier) -> Option<Piece> {
    let is_session = |record: &&OutreachRecord| {
        dossier.sessions.iter().any(|s| s.form == Some(Form::Visit) && Some(s.date) == record.date.value)
    };
    let records: Vec<&OutreachRecord> =
        of_kind(dossier, OutreachKind::FieldStudy).filter(|record| !is_session(record)).collect();
    let n: u64 = records.iter().map(|record| record.times()).sum();
    let cells = records.iter().map(|record| record.origin.clone()).collect();
    let n = Count::new(n, Provenance::counted("现场学习", n, cells));
    // Beside the sessions' own it is said that these are others.
    let also = if dossier.sessions.iter().any(|s| s.form == Some(Form::Visit)) { "另" } else { "" };
    let of = topics(records.into_iter()).map_or_else(Text::new, |topics| text!("，内容是{topics}"));
    (n.n > 0).then(|| Piece::needed(text!("{also}组织现场学习{n}次{of}。")))
}

fn talks(material: &Material<'_>) -> Option<Piece> {
    let n = counted(material.statistics, Key::Talks);
    if n == 0 {
        return None;
    }
    let audience = counted(material.statistics, Key::TalkAudience);
    // Where a talk does not say how many came, the sum is no sum of all.
    let is_whole = of_kind(material.dossier, OutreachKind::Talk).all(|record| record.n_persons.is_known());
    let reached = match audience.n {
        0 => Text::new(),
        _ if is_whole => text!("，受众{audience}人次"),
        _ => text!("，登记的受众{audience}人次"),
    };
    Some(Piece::needed(text!("开展宣讲{n}场{reached}。")))
}

/// Says to whom and of what talks were given, where the register says both.
fn talked_of(dossier: &Dossier) -> Option<Piece> {
    let talks = || of_kind(dossier, OutreachKind::Talk);
    let (listeners, is_all) = distinct(talks().map(|record| (&record.subject, &record.origin)));
    let topics = topics(talks()).filter(|_| !listeners.is_empty())?;
    let listeners = some(&listeners, MAX_WAYS, is_all);
    Some(Piece::new(text!("面向{listeners}宣讲{topics}。"), Worth::Further))
}

/// Lists the first of some names, with 等 where there are others.
fn some<T: Display>(names: &[T], most: usize, is_all: bool) -> Text {
    let more = if is_all && names.len() <= most { "" } else { "等" };
    text!("{}{more}", list(&names[..names.len().min(most)]))
}

/// Lists some of the topics of records, each once; nothing where none is known.
fn topics<'a>(records: impl Iterator<Item = &'a OutreachRecord>) -> Option<Text> {
    let mut seen = BTreeSet::new();
    let mut is_all = true;
    let mut topics = Vec::new();
    for record in records {
        let topic = record.topic.is_known().then(|| subject(&record.topic, &record.origin));
        match topic {
            Some(topic) if seen.contains(topic.as_str()) => {}
            Some(topic) if topics.len() < MAX_TOPICS => {
                seen.insert(topic.to_string());
                topics.push(topic);
            }
            _ => is_all = false,
        }
    }
    (!topics.is_empty()).then(|| some(&topics, MAX_TOPICS, is_all))
}

/// Counts what was done for those below, and names some of them.
fn guidance(material: &Material<'_>) -> Option<Piece> {
    let dossier = material.dossier;
    let n = counted(material.statistics, Key::GuidanceVisits);
    if n == 0 {
        return None;
    }
    let sat_in = of_kind(dossier, OutreachKind::Guidance).map(|record| (&record.subject, &record.origin));
    let looked = dossier.oversight.iter().filter(|record| record.is_of_those_below());
    let looked = looked.map(|record| (&record.subject, &record.origin));
    let (names, is_all) = distinct(sat_in.chain(looked));
    let places = some(&names, MAX_WAYS, is_all);
    let who = match names.len() {
        0 => Text::new(),
        1 if !is_all => text!("，到{places}地"),
        _ => text!("，到{places}"),
    };
    Some(Piece::needed(text!("列席旁听、督促指导基层学习{n}次{who}。")))
}

fn accounts(material: &Material<'_>) -> Option<Piece> {
    let n = counted(material.statistics, Key::StudyAccounts);
    (n.n > 0).then(|| Piece::needed(text!("组织成员述学{n}次。")))
}

/// Tells the funds and places that the office states.
fn resources(material: &Material<'_>) -> Option<Piece> {
    let settings = material.settings;
    let mut clauses = Vec::new();
    if let Some(funds) = &settings.funds {
        let words = funds.trim_end_matches(['，', '。', '；']);
        let own = Figure::new(words, Provenance::Office("funds"));
        // An amount alone, such as 3万元.
        let is_amount = words.starts_with(|c: char| c.is_ascii_digit());
        clauses.push(if is_amount { text!("安排学习经费{own}") } else { own.into() });
    }
    if !settings.places.is_empty() {
        let names =
            settings.places.iter().map(|name| Figure::new(name.as_str(), Provenance::Office("places")));
        clauses.push(text!("学习阵地有{}", list(&names.collect::<Vec<_>>())));
    }
    let text = text!("{}。", Text::joined(&clauses, "，"));
    (!clauses.is_empty()).then(|| Piece::new(text, Worth::SecondExample))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;
    use crate::settings::Settings;

    #[track_caller]
    fn check(files: &[(&str, &str)], settings: Settings, heading: &str, expected: &[&str]) {
        let case = Case::with(files, settings);
        let material = case.material();
        let found: Vec<String> =
            paragraph(&material).into_iter().map(|piece| piece.text.to_string()).collect();
        assert_eq!(found, expected);
        assert_eq!(super::heading(material.dossier), heading);
    }

    #[test]
    fn those_below_are_not_the_group() {
        let log = "日期,类别,对象,方式,问题,整改,应考人数,参考人数\n1月20日,督学,中心组,查阅笔记,2名成员笔记不全,已补齐,,\n\
                   2月20日,督学,各村党支部,实地检查,归档不及时,整改中,,\n3月1日,评学,第1次学习,点评,,,,\n4月1日,考学,全体,闭卷,,,6,5";
        check(
            &[("督学台账.csv", log)],
            Settings::default(),
            "督促检查，把学习要求传到基层",
            &[
                "对集中学习评学1次，对中心组督学1次（查阅笔记），组织考学1次（5人次参加）。",
                "查出的“2名成员笔记不全”问题已经改正。",
                "列席旁听、督促指导基层学习1次，到各村党支部。",
            ],
        );
    }

    #[test]
    fn nothing_is_told_twice() {
        let log = "日期,类别,对象,方式,问题,整改\n1月20日,督学,中心组,查阅笔记,笔记不全,已补齐\n4月20日,督学,中心组,查阅笔记,笔记不全,已补齐";
        let sessions = "时间,学习主题,学习形式,主持人\n3月5日,廉政教育,现场学习,甲一";
        let register =
            "日期,类别,主讲,对象,主题\n3月5日,现场学习,甲一,教育基地,廉政\n5月5日,现场学习,甲一,茶园,产业";
        check(
            &[("督学台账.csv", log), ("统计表.csv", sessions), ("宣讲台账.csv", register)],
            Settings::default(),
            "督促检查，抓好学习管理",
            &[
                "对中心组督学2次（查阅笔记）。",
                "查出的“笔记不全”等2个问题已经改正。",
                "另组织现场学习1次，内容是产业。",
            ],
        );
    }

    #[test]
    fn a_problem_put_right_here_and_open_there_is_not_named() {
        let log = "日期,类别,对象,方式,问题,整改\n1月20日,督学,中心组,,笔记不全,已补齐\n4月20日,督学,中心组,,笔记不全,未整改";
        let told = |log: &str| {
            check(
                &[("督学台账.csv", log)],
                Settings::default(),
                "督促检查，抓好学习管理",
                &["对中心组督学2次。", "查出的问题改正1个。"],
            );
        };
        told(log);
        let other = format!("{log}\n5月20日,评学,中心组,,发言偏少,已补齐");
        check(
            &[("督学台账.csv", &other)],
            Settings::default(),
            "督促检查，抓好学习管理",
            &["对集中学习评学1次，对中心组督学2次。", "查出的“发言偏少”等2个问题已经改正。"],
        );
    }

    #[test]
    fn what_is_not_there_is_not_told() {
        check(&[], Settings::default(), "多种形式，抓好经常学习", &[]);
        let log = "日期,类别,对象,方式,问题,整改\n1月20日,督学,中心组,查阅笔记,笔记不全,未整改";
        check(
            &[("督学台账.csv", log)],
            Settings::default(),
            "督促检查，抓好学习管理",
            &["对中心组督学1次（查阅笔记）。"],
        );
    }

    #[test]
    fn what_was_done_beside_the_sessions() {
        let register = "日期,类别,主讲,对象,主题,人数,场次\n1月10日,第一议题,甲一,党委会,治理论述,,\n2月10日,宣讲,乙二,各村,,120,3\n\
                        3月10日,宣讲,乙二,机关,,,1\n4月10日,列席旁听,甲一,东村支部,,,2\n5月10日,述学,甲一,中心组,,,";
        let settings = Settings {
            funds: Some("2万元".into()),
            places: vec!["党校".into(), "茶园".into()],
            ..Settings::default()
        };
        check(
            &[("宣讲台账.csv", register)],
            settings,
            "面向基层，开展宣讲和指导",
            &[
                "落实第一议题制度，开展第一议题学习1次，学习治理论述。",
                "开展宣讲4场，登记的受众120人次。",
                "列席旁听、督促指导基层学习2次，到东村支部。",
                "组织成员述学1次。",
                "安排学习经费2万元，学习阵地有党校、茶园。",
            ],
        );
    }
}
