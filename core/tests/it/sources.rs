//! Every digit of a document comes from somewhere, and what it cites is there.

use std::collections::BTreeMap;

use banxin_core::analysis::{self, Analysis};
use banxin_core::county::{self, Missing, Returns, Survey, UnitFigures};
use banxin_core::document::{self, Block, Document, Provenance, Span, Text};
use banxin_core::findings::Limits;
use banxin_core::origin::Origin;
use banxin_core::settings::{Format, Settings};
use banxin_core::source::{Source, Use, use_of};
use banxin_core::workbook;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::dossiers::unit;
use crate::samples::{UNITS, settings, sources};

/// How many random units are written.
const N_RANDOM: usize = 200;

/// Registers beside roster and attendance: head, and rows of which any may be missing.
const REGISTERS: [(&str, &str, [&str; 6]); 6] = [
    (
        "统计表.csv",
        "时间,学习主题,学习内容,学习形式,地点,主持人,重点发言人,时长,贯彻措施,是否会上套开,点评,记录日期",
        [
            "1月5日,2020年全会精神,公报3篇,传达学习,301会议室,张明远,李国栋、赵丽,1.5,清查12条沟渠,是,好,1月20日",
            "2月8日,脱贫攻坚,文件,集体学习研讨,会议室,李国栋,王建华,2,,否,,",
            "3月1日,党章党规,原文,领学,会议室,张明远,张明远、李国栋,1,已落实,是,,",
            "4月9日,“十四五”规划,讲话,专家辅导,党校,张明远,,3,排查5处,,,4月10日",
            "5月6日,意识形态责任,文件,观看影像,,,李国栋、王建华、赵丽,,,,,",
            "6月3日,乡村治理,条例,现场参观,2号村,赵丽,李国栋,0.5,抓3件实事,是,,",
        ],
    ),
    (
        "心得.csv",
        "姓名,题目,对应学习主题,类型,字数,提交日期,发表转化",
        [
            "张明远,学习2020年全会精神体会,全会精神,心得体会,1200,1月9日,内刊第1期",
            "李国栋,学习全会精神体会,全会精神,心得体会,700,6月29日,",
            "王建华,学习全会精神体会,全会精神,心得体会,710,6月29日,",
            "赵丽,学习全会精神体会,全会精神,心得体会,705,6月29日,",
            "孙晓东,脱贫攻坚3项短板,脱贫攻坚,理论文章,1500,2月1日,",
            "周伟,2号村水利调研,,调研报告,3000,5月5日,县里采用",
        ],
    ),
    (
        "计划.csv",
        "月份,学习主题,学习内容,学习形式,主讲人,责任单位,量化目标",
        [
            "1月,全会精神,公报,传达,张明远,党政办,1次",
            "3月,党章党规,原文,研讨,,,",
            "5月,安全生产,条例,研讨,李国栋,,",
            "7月,2020年防汛,文件,传达,,,",
            "2020-09-10,秋收,,研讨,赵丽,农办,",
            "10月,全会精神,公报,,,,",
        ],
    ),
    (
        "课题.csv",
        "课题名称,负责人,计划完成,状态,转化应用",
        [
            "农田水利,,,进行中,",
            "3个村的集体经济,张明远,2020-05-30,已完成,写入5号文件",
            "养老服务,李国栋,9月,进行中,",
            "基层治理,赵丽,2021年3月,已完成,",
            "道路养护,王建华,2019年12月,进行中,",
            "垃圾分类,,8月底,,",
        ],
    ),
    (
        "台账.csv",
        "日期,类别,对象,方式,成绩,问题,整改,结果运用,应考人数,参考人数",
        [
            "1月20日,督学,全体,查阅,,笔记不全,,,,",
            "4月20日,评学,全体,座谈,好,,,通报,,",
            "6月20日,考学,张明远,笔试,98,,,,6,4",
            "6月20日,考学,李国栋,笔试,98,,,,,",
            "6月20日,考学,王建华,笔试,97,,,,,",
            "6月20日,考学,赵丽,笔试,99,,,干部考核,,",
        ],
    ),
    (
        "宣讲.csv",
        "日期,类别,主讲,对象,主题,人数,场次",
        [
            "1月10日,第一议题,张明远,党委会,2020年论述,11,1",
            "2月10日,宣讲,李国栋,各村,春耕3件事,120,3",
            "3月10日,宣讲,赵丽,2号村,,,",
            "4月10日,列席旁听,张明远,3号支部,,,2",
            "5月10日,读书班,张明远,全体,党章,7,1",
            "6月10日,述学,周伟,全体,,1,",
        ],
    ),
];

/// The figures of a period before, which some of the units have.
const BEFORE: &str = r#"{"version":1,"unit":"3号镇","period":"2019H2",
    "measures":[{"key":"attendance-rate","value":0.9,"n":27,"of":30,"text":"90.0%","cells":[]},
                {"key":"sessions","value":6,"text":"6","cells":[]}],
    "indicators":[{"id":"1.5","key":"results-used","state":"flagged","severity":"warning","value":0,"n":0,"of":4,
                   "threshold":1,"text":"","cells":[]}],
    "problems":[],"causes":[],"actions":[{"key":"results-count","answers":["1.5"],"owner":"组长",
                 "due":"2020-03-31","target":""}]}"#;

/// Makes random units' files: the roster and attendance of the test that reads them back, with
/// any rows of any other registers.
pub fn random_folders(n: usize) -> Vec<Vec<Source>> {
    let mut runner = TestRunner::deterministic();
    let rows = proptest::collection::vec(proptest::option::of(any::<[bool; 6]>()), REGISTERS.len());
    let folder = (unit(), rows, any::<bool>()).prop_map(|(unit, rows, has_before)| {
        let mut files = unit.files();
        for ((name, head, all), wanted) in REGISTERS.iter().zip(rows) {
            let Some(wanted) = wanted else { continue };
            let chosen = all.iter().zip(wanted).filter(|(_, wanted)| *wanted).map(|(row, _)| *row);
            let lines: Vec<&str> = std::iter::once(*head).chain(chosen).collect();
            files.push(Source { name: (*name).to_string(), bytes: lines.join("\n").into_bytes() });
        }
        if has_before {
            files.push(Source { name: "2019H2.json".to_string(), bytes: BEFORE.as_bytes().to_vec() });
        }
        files
    });
    (0..n).map(|_| folder.new_tree(&mut runner).expect("a folder").current()).collect()
}

/// The sheets of some files: where their cells end, by file and sheet.
struct Sheets(BTreeMap<(String, Option<String>), (u32, u32)>);

impl Sheets {
    fn of(sources: &[Source]) -> Sheets {
        let mut ends = BTreeMap::new();
        for (index, source) in (0..).zip(sources) {
            let is_other = matches!(use_of(&source.name), Some(Use::Figures | Use::Supplement | Use::Text));
            let Some(book) = workbook::read(index, source).output.ok().filter(|_| !is_other) else {
                continue;
            };
            for sheet in &book.sheets {
                let end = sheet.rows.iter().map(|row| row.index).max().unwrap_or(0);
                let place = &sheet.place;
                let name = (place.file.to_string(), place.sheet.as_ref().map(ToString::to_string));
                ends.insert(name, (end, sheet.n_cols()));
            }
        }
        Sheets(ends)
    }

    /// Returns whether the cell lies within its sheet.
    fn hold(&self, cell: &Origin) -> bool {
        let name = (cell.place.file.to_string(), cell.place.sheet.as_ref().map(ToString::to_string));
        self.0.get(&name).is_some_and(|(row, n_cols)| cell.row <= *row && cell.col < *n_cols)
    }
}

/// Returns what a document prints, and what it says to those who cannot see its charts.
fn texts(document: &Document) -> Vec<Text> {
    let blocks = document.attachments.iter().flat_map(|attachment| &attachment.blocks);
    let told = document.blocks.iter().chain(blocks).filter_map(|block| match block {
        Block::Bars(bars) => Some(bars.alt.clone()),
        _ => None,
    });
    document.printed().into_iter().map(|printed| printed.text).chain(told).collect()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Returns the words that hold a digit without a source.
fn without_source(texts: &[Text]) -> Vec<String> {
    let bare = |span| match span {
        Span::Words(words) if words.contains(is_digit) => Some(words.to_string()),
        _ => None,
    };
    texts.iter().flat_map(Text::spans).filter_map(bare).collect()
}

/// Checks that every digit has a source, and that what is counted cites cells that exist.
#[track_caller]
fn check(document: &Document, sheets: &Sheets) {
    let texts = texts(document);
    let bare: [String; 0] = [];
    assert_eq!(without_source(&texts), bare, "{}", document.unit);
    for text in &texts {
        for span in text.spans() {
            let Span::Figure(printed, source) = span else { continue };
            let (evidence, origins) = (source.evidence(), source.origins());
            assert!(origins.iter().all(|cell| sheets.hold(cell)), "{}: {text}: {source:?}", document.unit);
            let is_counted =
                matches!(source, Provenance::Measure(..) | Provenance::Indicator(..) | Provenance::Count(..));
            let is_naught = !printed.contains(|c| ('1'..='9').contains(&c))
                || evidence.is_some_and(|evidence| evidence.n == Some(0) || evidence.value == Some(0.0));
            if is_counted && !is_naught {
                assert!(!origins.is_empty(), "{}: {printed} of {text} cites no cell", document.unit);
            }
        }
    }
}

/// Writes a unit's document in every format, with names and without, and checks it.
#[track_caller]
fn check_all(sources: &[Source], settings: &Settings, formats: &[Format]) -> Option<Analysis> {
    let sheets = Sheets::of(sources);
    let mut last = None;
    for (format, rich) in formats.iter().flat_map(|format| [(*format, false), (*format, true)]) {
        let settings = Settings { format, names: rich, attendance: rich, score: rich, ..settings.clone() };
        let analysis = analysis::analyse(sources, &settings).output.ok()?;
        let no_minutes = format == Format::Minutes && document::session(&analysis.dossier, None).is_none();
        if !no_minutes {
            check(&document::compose(&analysis.material(&settings)), &sheets);
        }
        last = Some(analysis);
    }
    last
}

#[test]
fn every_digit_of_the_samples_has_a_source() {
    for unit in UNITS {
        check_all(&sources(unit), &settings(unit), &Format::ALL).expect("analysed");
    }
}

#[test]
fn every_digit_of_random_units_and_their_county_has_a_source() {
    let own = Settings {
        unit: "3号镇".into(),
        period: "2020H1".parse().ok(),
        keywords: vec!["2020年重点工作".into()],
        ..Settings::default()
    };
    let mut figures = Vec::new();
    let folders = random_folders(N_RANDOM);
    assert_eq!(folders.len(), N_RANDOM);
    for folder in folders {
        let Some(analysis) = check_all(&folder, &own, &[Format::Plain, Format::Minutes]) else { continue };
        figures.push(UnitFigures::parse(analysis.figures.to_json().as_bytes()).expect("our own figures"));
    }
    assert!(figures.len() > N_RANDOM / 2, "{} units were analysed", figures.len());
    let missing = (0..3).map(|n| Missing {
        unit: format!("{n}号乡"),
        reason: format!("第{n}行不能读"),
        is_empty: n == 0,
    });
    for n in [1, 3, figures.len()] {
        let returns = Returns {
            units: figures[..n].to_vec(),
            missing: missing.clone().collect(),
            ..Returns::default()
        };
        let survey = Survey::new("0县", own.period, returns).expect("there are units");
        for format in [Format::Plain, Format::Report, Format::Notice, Format::Letter] {
            let settings = Settings { format, ..own.clone() };
            let document = county::compose(&survey, &settings, &Limits::default());
            check(&document, &Sheets::of(&[]));
        }
    }
}

#[test]
fn a_raw_digit_is_found() {
    let figure = Text::of("12", Provenance::Constant("a test"));
    assert!(without_source(std::slice::from_ref(&figure)).is_empty());
    assert_eq!(without_source(&[Text::from("共12次"), figure]), ["共12次"]);
    assert_eq!(without_source(&[Text::from("共３次")]), ["共３次"]);
}
