//! The plan answers what was found and makes good what is owed; and nothing that is
//! zero is told as something done. On the samples with registers left out, and in other periods.

use std::collections::BTreeMap;

use banxin_core::analysis::{self, Analysis};
use banxin_core::document::{self, Block, Document, Table, Text};
use banxin_core::findings::Standing;
use banxin_core::findings::owed::Owed;
use banxin_core::period::parse_iso_date;
use banxin_core::settings::{Format, RuleOverride, Settings};
use banxin_core::source::{Source, Use, use_of};

use crate::samples::{UNITS, settings, sources};

/// Writes the document of these files.
fn write(sources: &[Source], settings: &Settings) -> (Analysis, Document) {
    let analysis = analysis::analyse(sources, settings).output.expect("an attendance register");
    let document = document::compose(&analysis.material(settings));
    (analysis, document)
}

/// Writes the document of a sample in another period.
fn in_period(unit: &str, period: &str) -> (Analysis, Document) {
    let settings = Settings { period: period.parse().ok(), ..settings(unit) };
    write(&sources(unit), &settings)
}

/// Returns the words of the body, a line a block; tables are left out.
fn text_of(document: &Document) -> String {
    let line = |block: &Block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => format!("{text}\n"),
        Block::Table(_) | Block::Bars(_) => String::new(),
    };
    document.blocks.iter().map(line).collect::<String>().replace('\u{2060}', "")
}

/// Returns the rows of the table with these words above it, in the text or as an attachment.
fn rows_of(document: &Document, words: &str) -> Vec<Vec<String>> {
    let is_meant = |table: &&Table| table.caption.as_ref().is_some_and(|caption| caption.contains(words));
    let attached = document
        .attachments
        .iter()
        .filter(|one| one.title.iter().map(|text| &**text).collect::<String>().contains(words));
    let tables = tables(&document.blocks).filter(is_meant);
    let tables = tables.chain(attached.flat_map(|one| self::tables(&one.blocks)));
    let cells = |row: &Vec<Text>| row.iter().map(|cell| cell.to_string()).collect();
    tables.flat_map(|table| &table.rows).map(cells).collect()
}

fn tables(blocks: &[Block]) -> impl Iterator<Item = &Table> {
    blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
}

/// Checks that the plan answers what was found, and makes good what is owed.
#[track_caller]
fn check_plan(what: &str, analysis: &Analysis, document: &Document) {
    let Analysis { dossier, statistics, findings, .. } = analysis;
    let text = text_of(document);
    let tasks = rows_of(document, "重点任务");
    let owed = Owed::of(dossier, statistics);
    for (task, n, unit) in [
        ("补学没有开展的专题", owed.topics.len(), "个专题"),
        ("补上缺课", owed.absences.len(), "人次"),
        ("改正查出的问题", owed.problems.len(), "个问题"),
    ] {
        let row = tasks.iter().find(|row| row[0] == task);
        if n > 0 {
            let row = row.unwrap_or_else(|| panic!("{what}: {task} is not in {tasks:?}"));
            assert!(row[3].starts_with(&format!("{n}{unit}")), "{what}: {row:?}");
        }
    }
    for row in owed.topics.iter().take(6) {
        assert!(text.contains(row.topic.text()), "{what}: {} is not in {text}", row.topic.text());
    }
    // What the body speaks of is answered, and every task has owner, day and target.
    let in_body = findings.ranked.iter().filter(|finding| finding.standing == Standing::Body);
    let n_in_body = in_body.count();
    assert!(n_in_body == 0 || !tasks.is_empty(), "{what}: {text}");
    assert!(tasks.len() <= 8 && tasks.iter().flatten().all(|cell| !cell.is_empty()), "{what}: {tasks:?}");
    // The plan is the office's own: as many rows as its register has, nothing added.
    let n_rows = findings.plan.as_ref().map_or(0, |plan| plan.rows.len());
    assert_eq!(rows_of(document, "学习安排").len(), n_rows, "{what}");
    for words in ["（建议）", "待明确", "未明确"] {
        assert!(document.blocks.iter().all(|block| !format!("{block:?}").contains(words)), "{what}: {words}");
    }
    let ends = ["特此报告。", "特此通报。", "特此函告。"];
    assert!(ends.iter().any(|end| text.trim_end().ends_with(end)), "{what}: {text}");
}

#[test]
fn the_plan_answers_what_was_found() {
    // A small generator of our own: the same cases every time.
    let mut seed: u64 = 2020;
    let mut next = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    for unit in UNITS {
        // A plan in the office's own words answers what the office sees.
        let is_own = |source: &Source| use_of(&source.name) == Some(Use::Supplement);
        let all: Vec<Source> = sources(unit).into_iter().filter(|source| !is_own(source)).collect();
        let own = settings(unit);
        let (analysis, document) = write(&all, &own);
        check_plan(unit, &analysis, &document);
        let ids: Vec<&str> = analysis.findings.indicators.iter().map(|found| found.rule.id.id()).collect();
        for _ in 0..60 {
            let kept = all.iter().filter(|source| source.name.contains("考勤") || next() % 4 > 0);
            let kept: Vec<Source> = kept.cloned().collect();
            let mut rules = BTreeMap::new();
            for id in &ids {
                let threshold = [None, None, Some(-1e9), Some(1e9)][next() as usize % 4];
                if threshold.is_some() {
                    rules.insert((*id).to_string(), RuleOverride { threshold, ..RuleOverride::default() });
                }
            }
            let names: Vec<&str> = kept.iter().map(|source| source.name.as_str()).collect();
            let what = format!("{unit} {names:?} {rules:?}");
            let (analysis, document) = write(&kept, &Settings { rules, ..own.clone() });
            check_plan(&what, &analysis, &document);
        }
    }
}

/// Checks that a text holds some words and does not hold others.
#[track_caller]
fn check_words(text: &str, told: &[&str], never: &[&str]) {
    for words in told {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    for words in never {
        assert!(!text.contains(words), "{words} is in {text}");
    }
}

#[test]
fn a_period_without_sessions_is_told_plainly() {
    let (analysis, document) = in_period("清溪镇", "2020H2");
    assert_eq!(analysis.dossier.sessions.len(), 0);
    check_plan("2020H2", &analysis, &document);
    check_words(
        &text_of(&document),
        &[
            "没有开展集中学习。现将",
            "下半年没有开展集中学习。",
            "一、学习开展情况",
            "下半年没有开展集中学习",
            "抓紧完成“脱贫攻坚收官后的产业帮扶机制”“山区村小型工程项目建设管理”课题",
            "12名成员没有提交心得体会、理论文章或调研报告。",
        ],
        &["共0次", "0.0篇", "覆盖", "组织学习。据", "成效", "融入工作", "按期完成0项", "完成时间：10月"],
    );
}

#[test]
fn zeros_are_no_achievements() {
    let attendance = "姓名,职务,1月5日,5月6日\n张三,党委书记,×,×\n李四,委员,,×\n王五,委员,×,\n";
    let sessions = "时间,学习主题,学习形式,主持人,时长\n1月5日,全会精神,传达学习,李四,2\n5月6日,两会精神,传达学习,李四,2\n";
    let plan = "月份,学习主题,学习形式\n2月,扶贫,研讨\n3月,安全,研讨\n";
    let essays = "姓名,题目,类型,提交日期\n";
    let topics = "课题名称,负责人,状态\n农田水利,张三,未开始\n";
    let files = [
        ("考勤表.csv", attendance),
        ("统计表.csv", sessions),
        ("计划.csv", plan),
        ("心得.csv", essays),
        ("课题.csv", topics),
        ("台账.csv", "日期,类别,对象\n"),
    ];
    let files = files.map(|(name, text)| Source { name: name.into(), bytes: text.as_bytes().into() });
    let settings =
        Settings { unit: "柳河乡".into(), period: "2020H1".parse().ok(), ..Settings::default() };
    let (analysis, document) = write(&files, &settings);
    check_plan("almost empty", &analysis, &document);
    let text = text_of(&document);
    let practice = text.split("二、存在的主要问题").next().expect("the first section");
    check_words(
        practice,
        &["上半年计划安排学习2项；一季度集中学习1次、二季度1次。", "传达学习全会精神、两会精神。"],
        &["带头", "推动工作落实", "应到", "组长", "按期", "正在", "0次", "0项", "0篇", "图1"],
    );
}

#[test]
fn a_quarter_says_no_more_than_it_knows() {
    let (analysis, document) = in_period("清溪镇", "2020Q1");
    check_plan("2020Q1", &analysis, &document);
    check_words(&text_of(&document), &["列入调研课题3个。"], &["覆盖", "应付", "0.40", "”已经完成"]);
}

#[test]
fn the_opening_tells_as_its_format_does() {
    for (format, told) in [
        (Format::Plain, "报告如下。"),
        (Format::Report, "报告如下。"),
        (Format::Notice, "通报如下。"),
        (Format::Letter, "函告如下。"),
    ] {
        let settings = Settings { format, ..settings(UNITS[0]) };
        let (_, document) = write(&sources(UNITS[0]), &settings);
        check_words(&text_of(&document), &[told], &[]);
    }
}

#[test]
fn minutes_speak_of_one_and_of_whole_hours() {
    let minutes = |unit: &str, session: &str| {
        let session = parse_iso_date(session);
        let settings = Settings { format: Format::Minutes, date: None, session, ..settings(unit) };
        let (_, document) = write(&sources(unit), &settings);
        (document.date.to_string(), text_of(&document))
    };
    let (date, text) = minutes("清溪镇", "2020-06-03");
    assert_eq!(date, "2020-06-03");
    check_words(&text, &["周德明作重点发言", "时长1.5小时"], &["1人"]);
    let (date, text) = minutes("石桥镇", "2020-01-08");
    assert_eq!(date, "2020-01-08");
    check_words(&text, &["时长3小时"], &["3.0"]);
}

#[test]
fn measures_are_due_after_the_documents_date() {
    let late = Settings { date: parse_iso_date("2020-08-20"), ..settings(UNITS[0]) };
    let made = analysis::analyse(&sources(UNITS[0]), &late);
    assert!(made.diagnostics.iter().all(|diagnostic| diagnostic.key != "date-order"));
    let (analysis, document) = write(&sources(UNITS[0]), &late);
    let earliest = analysis.findings.actions.iter().map(|action| action.due.to_string()).min();
    assert_eq!(earliest.as_deref(), Some("2020-09-30"));
    check_words(&text_of(&document), &["9月底前"], &["7月底", "8月底"]);

    let early = Settings { date: parse_iso_date("2020-06-01"), ..settings(UNITS[0]) };
    let made = analysis::analyse(&sources(UNITS[0]), &early);
    let told: Vec<&str> = made.diagnostics.iter().map(|diagnostic| diagnostic.key).collect();
    assert_eq!(told.iter().filter(|key| **key == "date-order").count(), 1, "{told:?}");
}

/// Returns the numbers behind a word such as `图` wherever the text has them.
fn numbers_behind(text: &str, word: &str) -> Vec<usize> {
    let parts = text.split(word).skip(1);
    let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>();
    parts.filter_map(|part| digits(part).parse().ok()).collect()
}

/// Charts and tables count from one, whatever is missing, and the text names none that is not there.
#[test]
fn charts_and_tables_are_numbered_as_they_stand() {
    let nobody_due = [
        ("考勤表.csv", "姓名,职务,1月5日,4月5日\n张三,书记,—,—\n李四,委员,—,—\n"),
        ("心得体会目录.csv", "姓名,题目,类型,字数,提交日期\n张三,乡村治理心得,心得体会,1200,5月6日\n"),
    ];
    let source = |(name, text): (&str, &str)| Source { name: name.into(), bytes: text.into() };
    let settings_of = |unit: &str| Settings { period: "2020H1".parse().ok(), ..settings(unit) };
    let mut folders = vec![(settings_of(UNITS[0]), nobody_due.map(source).to_vec())];
    for unit in UNITS {
        let all = sources(unit);
        for left_out in 0..=all.len() {
            let rest =
                all.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, source)| source.clone());
            folders.push((settings(unit), rest.collect()));
        }
    }
    let mut n_charts_seen = Vec::new();
    for (settings, sources) in folders {
        // Without the attendance register there is no document.
        let Ok(analysis) = analysis::analyse(&sources, &settings).output else { continue };
        let document = document::compose(&analysis.material(&settings));
        let attached = document.attachments.iter().flat_map(|attachment| &attachment.blocks);
        let blocks: Vec<&Block> = document.blocks.iter().chain(attached).collect();
        let captions = |of: fn(&Block) -> Option<&Text>| {
            blocks.iter().copied().filter_map(of).map(Text::to_string).collect::<Vec<String>>()
        };
        let charts = captions(|block| if let Block::Bars(bars) = block { Some(&bars.caption) } else { None });
        let tables =
            captions(|block| if let Block::Table(table) = block { table.caption.as_ref() } else { None });
        let text = text_of(&document);
        for (captions, word) in [(&charts, "图"), (&tables, "表")] {
            let numbered: Vec<usize> =
                captions.iter().flat_map(|caption| numbers_behind(caption, word)).collect();
            assert_eq!(numbered, (1..=captions.len()).collect::<Vec<_>>(), "{captions:?}");
            let named = numbers_behind(&text, &format!("见{word}"));
            assert!(named.iter().all(|number| numbered.contains(number)), "{named:?} of {captions:?}");
        }
        let attachments = numbers_behind(&text, "见附件");
        assert!(attachments.iter().all(|number| (1..=document.attachments.len()).contains(number)));
        let n_in_text = document.blocks.iter().filter(|block| matches!(block, Block::Bars(_))).count();
        assert!(n_in_text <= 1, "{charts:?}");
        n_charts_seen.push((n_in_text, charts.len() - n_in_text));
    }
    // The test has seen documents with one chart, and with one in an attachment too.
    assert!(n_charts_seen.contains(&(1, 0)) && n_charts_seen.contains(&(1, 1)), "{n_charts_seen:?}");
}
