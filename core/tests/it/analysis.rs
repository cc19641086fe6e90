//! What the analysis finds in small made-up folders, through the whole pipeline.

use banxin_core::analysis::{self, Analysis};
use banxin_core::document::{self, Block, Document, Text};
use banxin_core::findings::previous::Fate;
use banxin_core::findings::{Condition, RuleId};
use banxin_core::settings::Settings;
use banxin_core::source::Source;

/// Makes sources of names and texts.
fn sources(files: &[(&str, &str)]) -> Vec<Source> {
    let source = |(name, text): &(&str, &str)| Source { name: (*name).into(), bytes: text.as_bytes().into() };
    files.iter().map(source).collect()
}

/// The settings of every test here.
fn settings() -> Settings {
    Settings { unit: "柳河乡".into(), period: "2020H1".parse().ok(), ..Settings::default() }
}

/// Analyses a folder; returns the diagnostics' keys too.
fn analyse(files: &[(&str, &str)]) -> (Analysis, Vec<&'static str>) {
    let analysed = analysis::analyse(&sources(files), &settings());
    let keys = analysed.diagnostics.iter().map(|diagnostic| diagnostic.key).collect();
    (analysed.output.expect("an attendance register"), keys)
}

/// Writes the document.
fn compose(analysis: &Analysis) -> Document {
    document::compose(&analysis.material(&settings()))
}

/// Returns a heading of the first level.
fn heading(block: &Block) -> Option<&str> {
    match block {
        Block::Heading { level: 1, text } => Some(text),
        _ => None,
    }
}

/// Returns the words of the body, a line a block; tables row by row.
fn text_of(document: &Document) -> String {
    let line = |block: &Block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => text.to_string(),
        Block::Table(table) => {
            table.rows.iter().map(|row| format!("{}\n", Text::joined(row, "\t"))).collect()
        }
        Block::Bars(bars) => bars.caption.to_string(),
    };
    document.blocks.iter().map(|block| line(block) + "\n").collect()
}

const ATTENDANCE: (&str, &str) = ("考勤表.csv", "姓名,职务,1月5日,4月5日\n张三,书记,√,√\n李四,委员,√,√\n");

/// A text of so many characters from the given one on.
fn text(from: u32, n: u32) -> String {
    (from..from + n).filter_map(|i| char::from_u32(0x4e00 + i)).collect()
}

#[test]
fn texts_of_essays_are_compared() {
    let index = "姓名,题目,类型,文件名\n张三,基层治理心得,心得体会,01.md\n李四,春耕备耕心得,心得体会,\n";
    let (own, copied) = (text(0, 900), text(50, 900));
    let files = [
        ATTENDANCE,
        ("心得体会目录.csv", index),
        ("01.md", own.as_str()),
        ("李四-春耕备耕心得.txt", copied.as_str()),
        ("通知.md", "开会"),
    ];
    let (analysis, keys) = analyse(&files);
    let indicator = analysis.findings.indicator(RuleId::IdenticalTitles);
    assert_eq!(indicator.flagged_otherwise(), Some(Condition::AlikeTexts { n_alike: 1, n_suspect: 0 }));
    assert!(keys.contains(&"text-unmatched"), "{keys:?}");
    assert!(!keys.contains(&"not-a-spreadsheet") && !keys.contains(&"unknown-sheet"), "{keys:?}");
}

#[test]
fn the_period_before_is_compared() {
    let before = r#"{"version": 1, "unit": "柳河乡", "period": "2019H2",
        "measures": [{"key": "attendance-rate", "value": 0.8, "n": 8, "of": 10}, {"key": "sessions", "value": 5}],
        "indicators": [
            {"id": "1.9", "key": "study-gap", "state": "flagged", "value": 120},
            {"id": "2.1", "key": "local-topics", "state": "flagged", "value": 0.2, "n": 1, "of": 5},
            {"id": "3.1", "key": "renamed", "state": "flagged", "value": 0.5},
            {"id": "9.9", "key": "unknown", "state": "flagged", "value": 1},
            {"id": "2.3", "key": "joint-sessions", "state": "clear", "value": 0}],
        "actions": [{"key": "quarterly-plan", "answers": ["1.9", "2.1"], "due": "2020-01-31"}]}"#;
    let other = before.replace("柳河乡", "别处");
    let own = before.replace("2019H2", "2020H1");
    let older = before.replace("2019H2", "2019H1");
    let files = [
        ATTENDANCE,
        ("上期.json", before),
        ("别处.json", other.as_str()),
        ("本期.json", own.as_str()),
        ("更早.json", older.as_str()),
        ("无关.json", "{}"),
    ];
    let (analysis, keys) = analyse(&files);
    let comparison = analysis.findings.previous.as_ref().expect("figures of the period before");
    assert_eq!(comparison.period.to_string(), "2019H2");
    let fates: Vec<_> = comparison.outcomes.iter().map(|outcome| outcome.fate).collect();
    assert_eq!(fates, [Fate::Met, Fate::NoData, Fate::Redefined]);
    assert_eq!(comparison.changes.len(), 2);
    assert_eq!(keys.iter().filter(|key| **key == "previous-unused").count(), 1);

    let document = compose(&analysis);
    let headings: Vec<_> = document.blocks.iter().filter_map(heading).collect();
    assert_eq!(headings, ["一、主要做法和成效", "二、上期措施落实情况", "三、下半年学习计划"]);
    let text = text_of(&document);
    assert!(text.contains("对照2019年下半年报告提出的3项问题逐项检查（见表1），已经改正1项"), "{text}");
    assert!(text.contains("相比，集中学习2次，减少3次。"), "{text}");
}

#[test]
fn the_score_sheet_is_attached_on_request() {
    let (analysis, _) = analyse(&[ATTENDANCE]);
    let title = |settings: &Settings| -> Vec<String> {
        let document = document::compose(&analysis.material(settings));
        document
            .attachments
            .iter()
            .map(|attachment| Text::joined(&attachment.title, "").to_string())
            .collect()
    };
    assert!(!title(&settings()).contains(&"学习情况评分表".to_string()));
    assert!(title(&Settings { score: true, ..settings() }).contains(&"学习情况评分表".to_string()));
}
