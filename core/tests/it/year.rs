//! The annual report: its title, its quarters side by side, next year's plan, last year's measures.

use banxin_core::analysis::{self, Analysis};
use banxin_core::document::{self, Block, Document, Table};
use banxin_core::settings::{Format, Settings};
use banxin_core::source::Source;

const SHEET: &str = "姓名,职务,2026-01-09,2026-02-10,2026-05-15,2026-09-18,2026-12-04\n\
    张一山,党委书记,√,√,√,√,√\n李二河,副书记,√,×,√,√,√\n王三海,委员,√,√,×,√,√\n";
const SESSIONS: &str = "日期,学习主题,主持人,学习形式\n2026-01-09,甲,张一山,研讨\n2026-02-10,乙,张一山,传达\n2026-05-15,丙,张一山,研讨\n\
    2026-09-18,丁,张一山,传达\n2026-12-04,戊,张一山,研讨\n";
const ESSAYS: &str = "作者,题目,类型,提交日期\n张一山,农田水利的几点做法,心得体会,2026-02-20\n\
    李二河,茶厂用电检查,心得体会,2026-12-10\n王三海,河道管护,心得体会,\n";
const PLAN: &str = "2027年学习计划\n月份,学习主题,学习形式,主讲人\n3月,己,研讨,张一山\n11月,庚,传达,李二河\n";

fn sources(more: &[(&str, &str)]) -> Vec<Source> {
    let files = [
        ("考勤表.csv", SHEET),
        ("集中学习情况统计表.csv", SESSIONS),
        ("心得体会目录.csv", ESSAYS),
        ("2027年学习计划.csv", PLAN),
    ];
    let source = |(name, text): &(&str, &str)| Source { name: (*name).into(), bytes: (*text).into() };
    files.iter().chain(more).map(source).collect()
}

fn write(sources: &[Source]) -> (Analysis, Document) {
    let settings = Settings {
        unit: "龙镇".into(),
        period: "2026年度".parse().ok(),
        format: Format::Report,
        ..Settings::default()
    };
    let analysis = analysis::analyse(sources, &settings).output.expect("an attendance register");
    let document = document::compose(&analysis.material(&settings));
    (analysis, document)
}

fn text_of(document: &Document) -> String {
    let line = |block: &Block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => format!("{text}\n"),
        Block::Table(_) | Block::Bars(_) => String::new(),
    };
    document.blocks.iter().map(line).collect::<String>().replace('\u{2060}', "")
}

fn table<'a>(document: &'a Document, caption: &str) -> Option<&'a Table> {
    document.blocks.iter().find_map(|block| match block {
        Block::Table(table) => {
            let found = table.caption.as_ref().is_some_and(|text| text.as_str().contains(caption));
            found.then_some(table)
        }
        _ => None,
    })
}

fn rows(table: &Table) -> Vec<String> {
    let row = |row: &Vec<document::Text>| row.iter().map(|cell| cell.as_str()).collect::<Vec<_>>().join(" ");
    table.rows.iter().map(row).collect()
}

#[test]
fn a_years_quarters_stand_side_by_side() {
    let (analysis, document) = write(&sources(&[]));
    let title: String = document.title.iter().map(|word| word.as_str()).collect();
    assert_eq!(title, "龙镇党委理论学习中心组2026年度总结及2027年学习计划");
    let quarters = table(&document, "各季度学习情况").expect("a table");
    assert_eq!(
        rows(quarters),
        [
            "集中学习（次） 2 1 1 1 5",
            "其中专题研讨（次） 1 1 0 1 3",
            "应到（人次） 6 3 3 3 15",
            "实到（人次） 5 2 3 3 13",
            "出勤率 83.3% 2/3 3/3 3/3 86.7%",
            "心得体会和理论文章（篇） 1 0 0 1 3",
        ]
    );
    let note = quarters.note.as_ref().expect("a note");
    assert_eq!(note.as_str(), "注：未注明提交日期的文章1篇，只计入全年。");
    let text = text_of(&document);
    assert!(text.starts_with("2026年，龙镇党委理论学习中心组"), "{text}");
    assert!(text.contains("2027年学习计划"), "{text}");
    for wrong in ["2026年全年", "上半年", "下半年", "上期"] {
        assert!(!text.contains(wrong), "{wrong}: {text}");
    }
    // The rule of each quarter holds for all four; the third had no seminar.
    let quarter =
        analysis.figures.indicators.iter().find(|indicator| indicator.id == "1.10").expect("measured");
    assert_eq!((quarter.n, quarter.of), (Some(1), Some(4)));
    let rows_ahead = analysis.findings.plan.as_ref().map(|plan| plan.rows.len());
    assert_eq!(rows_ahead, Some(2), "next year's plan");
}

#[test]
fn last_years_measures_are_told_from_its_halves() {
    let half = |period: &str, id: &str, key: &str| {
        format!(
            r#"{{"version": 1, "unit": "龙镇", "period": "{period}",
               "measures": [{{"key": "sessions", "value": 4}}, {{"key": "attendance-rate", "value": 0.5, "n": 10, "of": 20}}],
               "indicators": [{{"id": "{id}", "key": "{key}", "state": "flagged", "severity": "warning"}}],
               "actions": [{{"key": "make-up-study", "answers": ["{id}"]}}]}}"#
        )
    };
    let (one, two) = (half("2025H1", "1.7", "make-up-rate"), half("2025H2", "1.10", "quarter-seminars"));
    let this_half = half("2026H1", "1.1", "oversight-kinds");
    let more = [("2025H1.json", one.as_str()), ("2025H2.json", &two), ("2026H1.json", &this_half)];
    let (_, document) = write(&sources(&more));
    let text = text_of(&document);
    assert!(text.contains("上年措施落实情况"), "{text}");
    assert!(text.contains("对照2025年报告提出的2项问题逐项检查"), "{text}");
    // What rose stands in the first part, what fell here.
    assert!(text.contains("与2025年相比，出勤率由50%提高到86.7%"), "{text}");
    assert!(text.contains("与2025年相比，集中学习5次，减少3次。"), "{text}");
    let (_, document) = write(&sources(&[]));
    assert!(!text_of(&document).contains("上年措施"));
}
