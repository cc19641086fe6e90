//! The words of the report, read as its recipient would: nothing twice, nothing vague, and the
//! numbers of the text those of the tables.

use std::collections::BTreeSet;

use banxin_core::analysis::{self, Analysis};
use banxin_core::document::{self, Block, Document, Provenance, Text};
use banxin_core::settings::Settings;
use banxin_core::source::Source;

use crate::samples::{UNITS, settings, sources};

/// A unit of which everything is wrong that registers can show.
const WRONG: [(&str, &str); 8] = [
    (
        "考勤表.csv",
        "姓名,职务,1月5日,1月12日,1月19日,5月20日,6月3日\n甲一,党委书记,√,公,×,×,○\n乙二,副书记,√,√,迟,×,×\n\
         丙三,委员,√,√,√,迟,×\n丁四,委员,√,√,√,√,迟\n戊五,委员,√,√,×,×,×\n己六,委员,√,迟,√,√,√\n",
    ),
    (
        "名单.csv",
        "姓名,职务,角色,分管领域\n甲一,党委书记,组长,全面工作\n乙二,副书记,副组长,党建\n丙三,委员,成员,农业\n\
         丁四,委员,成员,安全生产\n戊五,委员,成员,纪检\n己六,委员,成员,宣传\n",
    ),
    (
        "统计表.csv",
        "时间,学习主题,学习内容,学习形式,主持人,重点发言人,时长,贯彻措施,是否会上套开,点评\n\
         1月5日,全会精神,公报,传达学习,乙二,丙三,1,,是,\n1月12日,纪委全会精神,公报,传达学习,乙二,丙三,1,,是,\n\
         1月19日,有关讲话,原文,传达学习,乙二,丙三、丁四,0.5,,是,\n5月20日,两会精神,报告,传达学习,甲一,丙三,1,,否,\n\
         6月3日,民法典,条文,传达学习,乙二,丁四,1,,是,\n",
    ),
    (
        "心得.csv",
        "姓名,题目,对应学习主题,类型,字数,提交日期\n丙三,学习全会精神心得体会,全会精神,心得体会,600,6月29日\n\
         丁四,学习全会精神心得体会,全会精神,心得体会,610,6月29日\n己六,学习全会精神心得体会,全会精神,心得体会,605,6月29日\n\
         乙二,学习讲话体会,有关讲话,心得体会,600,6月29日\n戊五,学习讲话感悟,有关讲话,心得体会,600,6月30日\n\
         丙三,学习两会精神体会,两会精神,心得体会,600,5月18日\n",
    ),
    (
        "计划.csv",
        "月份,学习主题,学习内容,学习形式,主讲人,量化目标\n1月,全会精神,公报,传达,,\n2月,扶贫,文件,传达,,\n\
         3月,安全,文件,研讨,,\n4月,党史,文件,研讨,,\n7月,防汛,文件,传达,,\n9月,秋收,,传达,,\n",
    ),
    ("课题.csv", "课题名称,负责人,计划完成,状态,转化应用\n农田水利,,,进行中,\n"),
    (
        "台账.csv",
        "日期,类别,对象,方式,成绩,问题,整改,结果运用,应考人数,参考人数\n1月20日,督学,全体,查阅,,笔记不全,,,,\n\
         6月20日,考学,甲一,笔试,98,,,,6,4\n6月20日,考学,乙二,笔试,98,,,,,\n6月20日,考学,丙三,笔试,98,,,,,\n\
         6月20日,考学,丁四,笔试,97,,,,,\n6月20日,考学,己六,笔试,98,,,,,\n",
    ),
    (
        "2019H2.json",
        r#"{"version":1,"unit":"柳河乡","period":"2019H2",
            "measures":[{"key":"attendance-rate","value":0.9,"n":27,"of":30},{"key":"sessions","value":6}],
            "indicators":[{"id":"1.5","key":"results-used","state":"flagged","value":0,"n":0,"of":4},
                {"id":"3.6","key":"ghost-essays","state":"flagged","value":1,"n":1,"of":4}],
            "actions":[{"key":"results-count","answers":["1.5"],"due":"2020-03-31"}]}"#,
    ),
];

/// Writes the document of each unit that is read here.
fn documents() -> Vec<(String, Analysis, Document)> {
    let wrong = WRONG.map(|(name, text)| Source { name: name.into(), bytes: text.as_bytes().into() });
    let of_wrong = Settings {
        unit: "柳河乡".into(),
        period: "2020H1".parse().ok(),
        keywords: vec!["水产养殖".into()],
        ..Settings::default()
    };
    let mut units: Vec<(Vec<Source>, Settings)> =
        UNITS.into_iter().map(|unit| (sources(unit), settings(unit))).collect();
    units.push((wrong.into(), of_wrong));
    let write = |(sources, settings): (Vec<Source>, Settings)| {
        let analysis = analysis::analyse(&sources, &settings).output.expect("an attendance register");
        let document = document::compose(&analysis.material(&settings));
        (settings.unit, analysis, document)
    };
    units.into_iter().map(write).collect()
}

/// Returns the paragraphs of the body.
fn paragraphs(document: &Document) -> Vec<&str> {
    let words = |block: &'_ Block| match block {
        Block::Paragraph(_) | Block::Item(_) => true,
        Block::Heading { .. } | Block::Table(_) | Block::Bars(_) => false,
    };
    let text = |block| match block {
        &Block::Paragraph(ref text) | &Block::Item(ref text) => text.as_str(),
        _ => "",
    };
    document.blocks.iter().filter(|block| words(block)).map(text).collect()
}

/// Returns a text's sentences.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split('。').filter(|sentence| !sentence.is_empty())
}

#[test]
fn no_sentence_stands_twice() {
    for (unit, _, document) in documents() {
        let mut seen = BTreeSet::new();
        for sentence in paragraphs(&document).into_iter().flat_map(sentences) {
            let sentence = sentence
                .split_once('是')
                .filter(|(n, _)| n.chars().count() <= 2)
                .map_or(sentence, |(_, s)| s);
            assert!(seen.insert(sentence), "{unit} says twice: {sentence}");
        }
    }
}

#[test]
fn nothing_is_vague_or_doubled() {
    for (unit, _, document) in documents() {
        let clauses = paragraphs(&document).into_iter().flat_map(|text| text.split(['。', '，', '；', '：']));
        for clause in clauses {
            let digit_before = |c: char| {
                clause.char_indices().any(|(at, found)| {
                    found == c && clause[..at].ends_with(|before: char| before.is_ascii_digit())
                })
            };
            assert!(!digit_before('余') && !digit_before('多'), "{unit}: {clause}");
            let at_least = ["至少", "不少于", "不低于", "达到"].iter().any(|word| clause.contains(word));
            assert!(!(at_least && clause.contains("以上")), "{unit}: {clause}");
            for filler in ["NaN", "inf", "XX", "n次", "未知"] {
                assert!(!clause.contains(filler), "{unit}: {clause}");
            }
        }
        for text in paragraphs(&document) {
            for doubled in ["。。", "，，", "，。", "；。", "、、", "占占", "的的"] {
                assert!(!text.contains(doubled), "{unit}: {text}");
            }
        }
    }
}

/// Returns a percentage as it is printed.
fn percent(n: u64, of: u64) -> String {
    document::format::percent(n, of, Provenance::Constant("a test")).to_string()
}

/// Returns the whole numbers and percentages of a text.
fn numbers(text: &str) -> (Vec<u64>, Vec<String>) {
    let (mut whole, mut percent) = (Vec::new(), Vec::new());
    for part in text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '%')) {
        match part.strip_suffix('%') {
            Some(_) => percent.push(part.to_string()),
            None => whole.extend(part.parse::<u64>()),
        }
    }
    (whole, percent)
}

#[test]
fn percentages_are_those_of_the_tables_or_of_the_counts_beside_them() {
    for (unit, analysis, document) in documents() {
        let tables = document.attachments.iter().flat_map(|attachment| &attachment.blocks);
        let mut known: BTreeSet<String> = tables
            .chain(&document.blocks)
            .flat_map(|block| match block {
                Block::Table(table) => table.rows.concat().iter().flat_map(|cell| numbers(cell).1).collect(),
                _ => Vec::new(),
            })
            .collect();
        let figures: serde_json::Value =
            serde_json::from_str(&analysis.figures.to_json()).expect("our own JSON");
        for measure in figures["measures"].as_array().expect("a list") {
            known.extend(numbers(measure["text"].as_str().expect("text")).1);
        }
        // What is aimed at is the bound of an indicator, judged or not.
        for indicator in &analysis.findings.indicators {
            known.extend(numbers(&document::format::limit(&indicator.limit, indicator.rule.id)).1);
        }
        for change in analysis.findings.previous.iter().flat_map(|comparison| &comparison.changes) {
            if let (Some(n), Some(of)) = (change.before.n, change.before.of) {
                known.insert(percent(n, of));
            }
        }
        for text in paragraphs(&document) {
            for sentence in sentences(text) {
                let (whole, percents) = numbers(sentence);
                let quotients: BTreeSet<String> =
                    whole.iter().flat_map(|n| whole.iter().map(|of| percent(*n, *of))).collect();
                for percent in percents {
                    let is_bound = ["50%", "80%"].contains(&percent.as_str());
                    assert!(
                        known.contains(&percent) || quotients.contains(&percent) || is_bound,
                        "{unit}: {percent} in {sentence}"
                    );
                }
            }
        }
    }
}

/// Returns the whole numbers that follow these words, wherever they stand.
fn counts_after(text: &str, words: &str) -> Vec<u64> {
    let numbers = text.split(words).skip(1).map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse()
    });
    numbers.filter_map(Result::ok).collect()
}

/// Returns a column of an attachment's table: its last row apart, which sums it up.
fn column_and_sum(document: &Document, title: &str, head: &str) -> (Vec<u64>, u64) {
    let attachment =
        document.attachments.iter().find(|attachment| Text::joined(&attachment.title, "") == title);
    let tables = attachment.into_iter().flat_map(|attachment| &attachment.blocks);
    let table = tables.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let table = table.clone().next().unwrap_or_else(|| panic!("no table in {title}"));
    let at = table.header.iter().position(|text| text == head).expect("a column");
    let cells = table.rows.iter().map(|row| row[at].parse().unwrap_or(0));
    let (mut cells, n) = (cells.collect::<Vec<u64>>(), table.rows.len());
    let sum = cells.split_off(n - 1)[0];
    (cells, sum)
}

#[test]
fn counts_of_the_text_are_those_of_the_tables() {
    const SESSIONS: &str = "集中学习情况一览表";
    const MEMBERS: &str = "成员学习情况统计表";
    for (unit, analysis, document) in documents() {
        let text = paragraphs(&document).join("\n").replace('\u{2060}', "");
        let figures: serde_json::Value =
            serde_json::from_str(&analysis.figures.to_json()).expect("our own JSON");
        let measures = figures["measures"].as_array().expect("a list");
        let published = |key: &str, part: &str| {
            let measure = measures.iter().find(|measure| measure["key"] == key).expect("published");
            measure[part].as_u64().or(measure[part].as_f64().map(|value| value as u64))
        };
        let check = |words: &str, expected: Option<u64>| {
            let found = counts_after(&text, words);
            assert!(!found.is_empty(), "{unit} does not say {words}");
            assert!(found.iter().all(|n| Some(*n) == expected), "{unit}: {words}{found:?}, not {expected:?}");
        };
        check("共集中学习", published("sessions", "value"));
        // None and all are said in words.
        if ![Some(0), published("sessions", "value")].contains(&published("seminars", "value")) {
            check("其中专题研讨", published("seminars", "value"));
        }
        check("应到", published("attendance-rate", "of"));
        check("，实到", published("attendance-rate", "n"));
        check("形成心得体会和理论文章", published("essays", "value"));
        for (table, head, key) in [
            (SESSIONS, "应到", "due"),
            (SESSIONS, "实到", "present"),
            (MEMBERS, "人数", "members"),
            (MEMBERS, "应到", "due"),
            (MEMBERS, "实到", "present"),
            (MEMBERS, "公差", "on-duty"),
            (MEMBERS, "请假", "leave"),
            (MEMBERS, "缺席", "absent"),
            (MEMBERS, "补学", "made-up"),
        ] {
            let (cells, sum) = column_and_sum(&document, table, head);
            assert_eq!(cells.iter().sum::<u64>(), sum, "{unit}: {table}, {head}");
            assert_eq!(Some(sum), published(key, "value"), "{unit}: {table}, {head}");
        }
        let (cells, _) = column_and_sum(&document, SESSIONS, "序号");
        assert_eq!(Some(u64::try_from(cells.len()).expect("few")), published("sessions", "value"));
    }
}

#[test]
fn everything_wrong_reads_as_it_should() {
    let (_, analysis, document) = documents().pop().expect("the third");
    let text = paragraphs(&document).join("\n") + "\n";
    let path = crate::samples::root().join("tests/golden/柳河乡.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).expect("writable");
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default());
    assert_eq!(analysis.findings.problems.len(), 3);
    assert_eq!(analysis.findings.causes.len(), 3);
}
