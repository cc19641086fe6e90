//! What a county files: in the voice of its department, and every number counted again.

use std::collections::BTreeMap;

use banxin_core::county::{Earlier, Survey, compose, steps};
use banxin_core::document::{Block, Document, Span, Table, Text};
use banxin_core::findings::{Limits, RULES, RuleId};
use banxin_core::settings::{Format, Settings};
use banxin_core::statistics::Key;
use serde_json::json;

use crate::surveys::{Raw, RawCounty, county};
use crate::voice::{AUDITOR, body};

/// How many random counties are written.
const N_RANDOM: u64 = 200;

/// Words of the program, which no county files either.
const FORBIDDEN: [&str; 18] = [
    "上期",
    "数据",
    "异常",
    "雷同",
    "需核实",
    "未明确",
    "暂无",
    "程序",
    "有数据支持",
    "可以计算",
    "比对",
    "重合",
    "特征值",
    "分子",
    "分母",
    "抄袭",
    "造假",
    "考勤表.xlsx",
];

fn report(survey: &Survey, format: Format) -> Document {
    compose(survey, &Settings { format, ..Settings::default() }, &Limits::default())
}

#[test]
fn no_word_of_the_auditor_is_filed_by_a_county() {
    let mut n_followed = 0;
    for seed in 0..N_RANDOM {
        let mut survey = county(seed).survey();
        if seed % 2 == 0 {
            survey.earlier = earlier(&survey);
        }
        for format in [Format::Plain, Format::Report, Format::Notice, Format::Letter] {
            let document = report(&survey, format);
            for printed in document.printed() {
                let text = &printed.text;
                for span in text.spans() {
                    let Span::Words(words) = span else { continue };
                    for forbidden in AUDITOR.iter().chain(&FORBIDDEN) {
                        assert!(!words.contains(forbidden), "{forbidden} in {text:?}");
                    }
                    let is_digit = |c: char| c.is_ascii_digit();
                    assert!(!words.contains(is_digit), "a number without a source in {}", text.as_str());
                }
            }
            let body = body(&document);
            n_followed += usize::from(body.contains("以来的出勤率见图"));
            for clumsy in
                ["。。", "，，", "，。", "；。", "：。", "（）", "、、", "0个", "0次", "0篇", "0人次"]
            {
                let at = body.find(clumsy);
                let is_whole = |at: usize| {
                    !clumsy.starts_with('0')
                        || !body[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.')
                };
                assert!(!at.is_some_and(is_whole), "{clumsy} in {body}");
            }
        }
    }
    assert!(n_followed > 100, "{n_followed}: the drawing of several periods is hardly tried");
}

/// Returns what the county published of two periods before, with one missing between them.
fn earlier(survey: &Survey) -> Vec<Earlier> {
    let file = |period: &str, came: u64| {
        json!({"version": 1, "county": survey.county, "period": period, "counted": 4, "indicators": [],
            "measures": [{"key": "attendance-rate", "value": null, "n": came, "of": 320, "units": 4}]})
        .to_string()
    };
    let (earlier, unused) =
        Earlier::of_county(&[file("2019H2", 301), file("2018H2", 277)], &survey.county, survey.period);
    assert!(unused.is_empty());
    earlier
}

/// Returns the number that stands between these words, each time that it does.
fn said(text: &str, before: &str, after: &str) -> Vec<String> {
    let number = |rest: &str| {
        let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let is_there = !digits.is_empty() && rest[digits.len()..].starts_with(after);
        is_there.then_some(digits)
    };
    text.split(before).skip(1).filter_map(number).collect()
}

/// Returns the sum of what units have; nothing where none has it.
fn sum(units: &[Raw], key: Key) -> Option<u64> {
    let known: Vec<u64> = units.iter().filter_map(|unit| unit.count(key)).collect();
    (!known.is_empty()).then(|| known.iter().sum())
}

/// Returns the added numbers of a rate.
fn pooled(units: &[Raw], key: Key) -> (u64, u64) {
    let shares = units.iter().filter_map(|unit| unit.rate(key));
    shares.fold((0, 0), |(n, of), (more, more_of)| (n + more, of + more_of))
}

/// Returns a share in percent as it is printed: half up, one decimal, no needless nought.
fn percent(n: u64, of: u64) -> String {
    let tenths = (n * 2000 + of) / (2 * of);
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// Checks that a number is said as it is, if it is said; notes that it was.
#[track_caller]
fn check(
    seen: &mut BTreeMap<String, usize>,
    text: &str,
    (before, after): (&str, &str),
    right: impl ToString,
) {
    let found = said(text, before, after);
    let right = right.to_string();
    assert!(found.iter().all(|said| *said == right), "{before}{found:?}{after}, not {right}: {text}");
    *seen.entry(format!("{before}…{after}")).or_default() += found.len();
}

fn table<'a>(document: &'a Document, title: &str) -> Option<&'a Table> {
    let named = document
        .attachments
        .iter()
        .find(|attachment| attachment.title.iter().map(Text::as_str).collect::<String>().contains(title));
    named.and_then(|attachment| match &attachment.blocks[..] {
        [Block::Table(table)] => Some(table),
        _ => None,
    })
}

#[test]
fn every_number_of_random_counties_is_counted_again() {
    let mut seen = BTreeMap::new();
    for seed in 0..N_RANDOM {
        let raw = county(seed);
        let survey = raw.survey();
        let document = report(&survey, Format::Plain);
        let text = body(&document);
        check_opening(&mut seen, &raw, text.lines().next().expect("an opening"));
        check_held(&mut seen, &raw, &text);
        check_order(&raw, &text, &document);
        check_practice(&mut seen, &raw, &text);
        check_matters(&mut seen, &raw, &text, &document);
        check_plan(&raw, &survey, &document);
    }
    let never: Vec<&String> = seen.iter().filter(|(_, n)| **n == 0).map(|(words, _)| words).collect();
    assert!(never.is_empty(), "no county says {never:?}");
}

fn check_opening(seen: &mut BTreeMap<String, usize>, raw: &RawCounty, opening: &str) {
    let units = &raw.units;
    let all = units.len() + raw.n_other + raw.n_empty + raw.n_failed;
    check(seen, opening, ("应当报送学习情况的单位", "个"), all);
    check(seen, opening, ("计入本报告的", "个"), units.len());
    assert_eq!(opening.contains("全部报送"), all == units.len(), "{opening}");
    let count = |key: Key| sum(units, key).map_or_else(|| "nothing".to_string(), |n| n.to_string());
    check(seen, opening, ("共组织集中学习", "次"), count(Key::Sessions));
    check(seen, opening, ("其中专题研讨", "次"), count(Key::Seminars));
    check(seen, opening, ("提交心得体会和理论文章", "篇"), count(Key::Essays));
    check(seen, opening, ("调研报告", "篇"), count(Key::ResearchReports));
    let (present, due) = pooled(units, Key::AttendanceRate);
    check(seen, opening, ("应到", "人次"), due);
    check(seen, opening, ("实到", "人次"), present);
    if due >= 5 {
        check(seen, opening, ("，出勤率", "%"), percent(present, due));
    }
    let (took_part, due) = pooled(units, Key::ParticipationRate);
    if due >= 5 {
        check(seen, opening, ("参学率", "%"), percent(took_part, due));
    }
}

fn check_held(seen: &mut BTreeMap<String, usize>, raw: &RawCounty, text: &str) {
    let units = &raw.units;
    let quarters: Vec<f64> =
        units.iter().filter_map(|unit| Some(unit.indicator(RuleId::QuarterSeminars)?.value)).collect();
    let without = quarters.iter().filter(|n| **n > 0.0).count();
    check(seen, text, ("每个季度都开展集体学习研讨的", "个"), quarters.len() - without);
    check(seen, text, ("没有做到的", "个"), without);
    check(seen, text, ("从研讨看，有会议记录的", "个"), quarters.len());
    let idle = units.iter().filter(|unit| unit.count(Key::Sessions) == Some(0)).count();
    check(seen, text, ("没有开展集中学习的单位", "个"), idle);
    let rates: Vec<(u64, u64)> =
        units.iter().filter_map(|unit| unit.rate(Key::AttendanceRate)).filter(|(_, of)| *of > 0).collect();
    let within = |floor: u64, below: u64| {
        rates.iter().filter(|(n, of)| n * 100 >= of * floor && n * 100 < of * below).count()
    };
    let spread = text.lines().find(|line| line.starts_with("从到会看")).unwrap_or_default();
    check(seen, spread, ("95%以上不足100%的", "个"), within(95, 100));
    check(seen, spread, ("90%以上不足95%的", "个"), within(90, 95));
    check(seen, spread, ("80%以上不足90%的", "个"), within(80, 90));
    check(seen, spread, ("，不足80%的", "个"), within(0, 80));
    check(seen, spread, ("另有", "个"), units.len() - rates.len());
    check(seen, text, ("没有报送学习材料的单位", "个"), raw.n_empty);
    check(seen, text, ("无法汇总的单位", "个"), raw.n_failed);
    check(seen, text, ("与其他单位不同的单位", "个"), raw.n_other);
    let unranked = units.iter().filter(|unit| !can_be_ranked(unit)).count();
    let standing =
        text.lines().find(|line| line.starts_with("按照先看每季度研讨")).expect("it is always told");
    check(seen, standing, ("。", "个单位学习记录不全"), unranked);
    for (cause, heading) in [("c1", "重视不够"), ("c2", "学习任务不够具体"), ("c3", "学习形式不够丰富")]
    {
        let part = text.split(heading).nth(1).unwrap_or_default();
        let part: String = part.lines().take(2).collect();
        let is_named =
            |unit: &&Raw| unit.indicators.iter().any(|(id, one)| id.starts_with(cause) && one.is_flagged);
        check(seen, &part, ("有这方面原因的单位", "个"), units.iter().filter(is_named).count());
        // Nobody is named where the head of its group is spoken of.
        let is_of_leaders = cause == "c1" && part.contains("组长");
        assert!(!is_of_leaders || units.iter().all(|unit| !part.contains(&unit.name)), "{part}");
    }
}

fn can_be_ranked(unit: &Raw) -> bool {
    unit.indicators.len() * 2 >= RULES.len()
}

/// Holds the order of the units against one that is made here: the rule, then attendance.
fn check_order(raw: &RawCounty, text: &str, document: &Document) {
    let mut ranked: Vec<&Raw> = raw.units.iter().filter(|unit| can_be_ranked(unit)).collect();
    let rule =
        |unit: &Raw| unit.indicator(RuleId::QuarterSeminars).map_or(1, |one| u8::from(one.is_flagged) * 2);
    let attended = |unit: &Raw| match unit.rate(Key::AttendanceRate) {
        Some((n, of @ 1..)) => n as f64 / of as f64,
        _ => 0.0,
    };
    let to_mend = |unit: &Raw| unit.to_mend() as f64 / unit.indicators.len() as f64;
    ranked.sort_by(|a, b| {
        let by_rate = attended(b).total_cmp(&attended(a));
        rule(a).cmp(&rule(b)).then(by_rate).then(to_mend(a).total_cmp(&to_mend(b)))
    });
    let names: Vec<&str> = ranked.iter().map(|unit| unit.name.as_str()).collect();
    let rows = &table(document, "一览表").expect("there always is one").rows;
    let shown: Vec<&str> =
        rows.iter().filter(|row| row[0].as_str() != "—").map(|row| row[1].as_str()).collect();
    assert_eq!(shown[..names.len()], names, "{text}");
    if names.len() >= 6 {
        let (first, last) = (names[..3].join("、"), names[names.len() - 3..].join("、"));
        assert!(text.contains(&format!("排在前列的是{first}，排在后列的是{last}。")), "{text}");
    }
    for row in &rows[..rows.len() - 1] {
        let unit = raw.units.iter().find(|unit| unit.name == row[1].as_str()).expect("a unit");
        let shown = |n: Option<u64>| n.map_or("—".to_string(), |n| n.to_string());
        assert_eq!(row[2].as_str(), shown(unit.count(Key::Sessions)));
        assert_eq!(row[3].as_str(), shown(unit.count(Key::Seminars)));
        assert_eq!(row[5].as_str(), shown(unit.count(Key::Present)));
        assert_eq!(row[10].as_str(), unit.to_mend().to_string());
    }
    let sums = rows.last().expect("the sum");
    assert_eq!(sums[5].as_str(), sum(&raw.units, Key::Present).map_or("—".into(), |n| n.to_string()));
}

/// Holds each unit's numbers in brackets against its own figures.
fn check_practice(seen: &mut BTreeMap<String, usize>, raw: &RawCounty, text: &str) {
    let Some(section) =
        text.split("、好的做法\n").nth(1).and_then(|rest| rest.split("、存在的主要问题\n").next())
    else {
        return;
    };
    for unit in &raw.units {
        for told in section.split(&format!("{}（", unit.name)).skip(1) {
            let told = told.split('）').next().unwrap_or_default();
            let whole = |key: Key| unit.rate(key).filter(|(n, of)| n == of).map(|(n, _)| n);
            let closed = |rule| unit.indicator(rule).and_then(|one| one.share).filter(|(n, of)| n == of);
            let right = if told.starts_with("应到") {
                let (n, of) = unit.rate(Key::AttendanceRate).expect("it is told");
                assert!(n * 100 >= of * 95, "{told}");
                vec![format!("应到{of}人次、实到{n}人次，出勤率{}%", percent(n, of))]
            } else if told.starts_with("学习") {
                assert_eq!(unit.indicator(RuleId::QuarterSeminars).map(|one| one.value), Some(0.0));
                let (n, of) = (unit.count(Key::Seminars), unit.count(Key::Sessions));
                vec![format!("学习{}次、研讨{}次", of.expect("told"), n.expect("told"))]
            } else if told.contains('场') {
                let talks = unit.count(Key::Talks).expect("it is told");
                match unit.count(Key::TalkAudience) {
                    Some(audience @ 1..) => vec![format!("{talks}场、听众{audience}人次")],
                    _ => vec![format!("{talks}场")],
                }
            } else {
                let counts = [
                    whole(Key::MakeUpRate).map(|n| format!("{n}人次")),
                    whole(Key::PlanKeptRate).map(|n| format!("{n}项")),
                    whole(Key::SpeakersShare).map(|n| format!("{n}名")),
                    closed(RuleId::ProblemsClosed).map(|(n, _)| format!("{n}个")),
                    closed(RuleId::ResearchApplied).map(|(n, _)| format!("{n}个")),
                    unit.count(Key::FieldStudies).map(|n| format!("{n}次")),
                ];
                counts.into_iter().flatten().collect()
            };
            assert!(right.iter().any(|right| right == told), "{told}, not {right:?}");
            // Who held nothing is praised for nothing.
            assert_ne!(unit.count(Key::Sessions), Some(0), "{section}");
        }
    }
    let talking = raw.units.iter().filter(|unit| {
        unit.count(Key::Sessions).is_some_and(|n| n > 0) && unit.count(Key::Talks).is_some_and(|n| n > 0)
    });
    check(seen, section, ("面向基层开展宣讲的单位", "个"), talking.count());
}

/// Counts what is lacking again: the rows of the attachment by the rules, the sentences by the rows.
fn check_matters(seen: &mut BTreeMap<String, usize>, raw: &RawCounty, text: &str, document: &Document) {
    let counted = |rule: RuleId| {
        let told: Vec<&Raw> = raw.units.iter().filter(|unit| unit.is_told(rule)).collect();
        let of = raw.units.iter().filter(|unit| unit.indicator(rule).is_some()).count();
        let severe = told.iter().filter(|unit| unit.indicator(rule).is_some_and(|one| one.is_severe)).count();
        (told.len(), of, severe)
    };
    let right: Vec<(usize, usize, usize)> =
        RULES.iter().map(|rule| counted(rule.id)).filter(|(told, ..)| *told > 0).collect();
    let rows = table(document, "事项统计表").map_or(&[][..], |table| &table.rows);
    let shown = |row: &Vec<Text>| {
        let number = |at: usize| row[at].as_str().parse::<usize>().expect("a number");
        (number(2), number(3), number(5))
    };
    assert_eq!(rows.iter().map(shown).collect::<Vec<_>>(), right);
    let mut n_told = 0;
    for row in rows {
        let (n, of, severe) = shown(row);
        let matter = row[1].as_str();
        for sentence in text.split('。').filter(|sentence| sentence.contains(&format!("{matter}，"))) {
            let all = format!("{}个单位都有这种情况", raw.units.len());
            if n == raw.units.len() && of == n && n >= 5 {
                assert!(sentence.contains(&all), "{sentence}");
            } else if of == n && n >= 5 && sentence.contains("都有这种情况") {
                check(seen, sentence, ("，有记录的", "个单位都有这种情况"), n);
            } else if sentence.contains("涉及") {
                check(seen, sentence, (&format!("{matter}，涉及"), "个单位"), n);
                check(seen, sentence, ("，占有记录的", "个单位"), of);
                if of >= 5 {
                    let share = percent(n as u64, of as u64);
                    assert!(sentence.contains(&format!("{share}%")), "{share} in {sentence}");
                }
            }
            check(seen, sentence, ("其中差距较大的", "个"), severe);
            n_told += 1;
        }
    }
    seen.retain(|words, n| *n > 0 || !words.contains("，涉及"));
    *seen.entry("matters".to_string()).or_default() += n_told;
    let problems = [
        ("1.", "学习制度落实还不平衡"),
        ("2.", "研讨和学用结合还不够深入"),
        ("3.", "考学和成果提交还不够扎实"),
    ];
    for (rules, heading) in problems {
        let has =
            |unit: &&Raw| RULES.iter().any(|rule| rule.id.id().starts_with(rules) && unit.is_told(rule.id));
        let n = raw.units.iter().filter(has).count();
        let Some(part) = text.split(heading).nth(1) else {
            assert_eq!(n, 0, "{heading} in {text}");
            continue;
        };
        // Alone it heads its paragraph, else it stands above it.
        let n_lines = if part.starts_with('\n') { 2 } else { 1 };
        let part = part.lines().take(n_lines).collect::<Vec<_>>().join("\n");
        check(seen, &part, ("存在这方面问题的单位", "个"), n);
        check(seen, &part, ("\n", "个单位都存在这方面的问题"), n);
    }
}

/// Counts the units of each planned measure again.
fn check_plan(raw: &RawCounty, survey: &Survey, document: &Document) {
    let items: Vec<&Text> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Item(text) => Some(text),
            _ => None,
        })
        .collect();
    let steps = steps(survey, document.date);
    assert_eq!(items.len(), steps.len());
    for (item, step) in items.into_iter().zip(&steps) {
        let touched = |unit: &&Raw| {
            let is_flagged = |rule: &RuleId| unit.indicator(*rule).is_some_and(|one| one.is_flagged);
            step.answers.iter().any(is_flagged)
        };
        let n = match step.answers.is_empty() {
            true => raw.n_other + raw.n_empty + raw.n_failed,
            false => raw.units.iter().filter(touched).count(),
        };
        let target = item.split("目标：").nth(1).expect("a target");
        let first: String =
            target.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        assert_eq!(first, n.to_string(), "{}", item.as_str());
    }
}

#[test]
fn numbers_are_found_between_their_words() {
    assert_eq!(said("共组织集中学习12次，参学率91.9%", "参学率", "%"), ["91.9"]);
    assert_eq!(said("应到12人次", "应到", "次"), [""; 0]);
    assert_eq!((percent(80, 96), percent(1, 2)), ("83.3".to_string(), "50".to_string()));
}
