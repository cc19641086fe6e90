//! The county's letters to its units: in its own voice, of one unit alone, every number counted again.

use std::collections::BTreeMap;

use banxin_core::analysis::{self, Analysis};
use banxin_core::county::{Issuer, notice};
use banxin_core::document::{Block, Document, Format, Span};
use banxin_core::period::parse_iso_date;
use banxin_core::settings::{Asked, Layer, Settings, settle};
use banxin_core::source::Source;
use banxin_core::statistics::Key;
use banxin_core::worksheet::{self, Kind};

use crate::samples::{UNITS, settings, sources};
use crate::sources::random_folders;
use crate::voice::{AUDITOR, body};

/// How many random units are written to.
const N_RANDOM: usize = 150;

/// Others that no letter of a county holds, unless they are the office's own.
const FORBIDDEN: [&str; 7] = ["雷同", "数据", "程序", "名次", "排名", "异常", "本单位"];

/// Returns who issues, as the county's file says.
fn issuer(toml: &str) -> Option<Issuer> {
    let layer = Layer { file: "banxin.toml".into(), text: toml.into() };
    Issuer::new(&settle(&[layer], &Asked::default()).expect("usable").settings)
}

fn county() -> Issuer {
    issuer("county = \"青山县\"\ndate = \"2020-07-10\"").expect("a county is named")
}

fn write(sources: &[Source], settings: &Settings) -> Option<(Analysis, usize, Document)> {
    let analysed = analysis::analyse(sources, settings);
    let analysis = analysed.output.ok()?;
    let material = analysis.material(settings);
    let worksheet = worksheet::write(&material).with_warnings(&analysed.diagnostics);
    let is_asked = |kind: Kind| matches!(kind, Kind::Missing | Kind::Doubts | Kind::Asks);
    let n_asked = worksheet.items.iter().filter(|item| is_asked(item.kind)).count();
    let document = notice(&material, &analysis.figures, &worksheet, &county());
    Some((analysis, n_asked, document))
}

/// Checks a letter's words, and its numbers against the records.
#[track_caller]
fn check(
    seen: &mut BTreeMap<&'static str, usize>,
    (analysis, n_asked, document): &(Analysis, usize, Document),
) {
    for block in &document.blocks {
        let (Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text)) = block else {
            panic!("a letter has words only");
        };
        for span in text.spans() {
            let Span::Words(words) = span else { continue };
            for forbidden in AUDITOR.iter().chain(&FORBIDDEN) {
                assert!(!words.contains(forbidden), "{forbidden} in {}", text.as_str());
            }
            assert!(!words.contains(|c: char| c.is_ascii_digit()), "a number without a source in {words}");
        }
    }
    let text = body(document);
    for clumsy in ["。。", "，，", "；。", "：。", "。，", "要求：，", "（）"] {
        assert!(!text.contains(clumsy), "{clumsy} in {text}");
    }
    let count = |key: Key| analysis.statistics.count(key) as usize;
    let n_items = document.blocks.iter().filter(|block| matches!(block, Block::Item(_))).count();
    for (before, after, right) in [
        ("共集中学习", "次", count(Key::Sessions)),
        ("其中专题研讨", "次", count(Key::Seminars)),
        ("；应到", "人次", count(Key::Due)),
        ("，实到", "人次", count(Key::Present)),
        ("会后补学", "人次", count(Key::MadeUp)),
        ("提交心得体会和理论文章", "篇", count(Key::Essays)),
        ("请对照上述", "个方面", n_items),
        ("核实或者补充的", "项", *n_asked),
    ] {
        for rest in text.split(before).skip(1) {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if digits.is_empty() || !rest[digits.len()..].starts_with(after) {
                continue;
            }
            assert_eq!(digits, right.to_string(), "{before} in {text}");
            *seen.entry(before).or_default() += 1;
        }
    }
    assert!(n_items <= 6, "{text}");
    assert_eq!(text.contains("书面报送"), n_items > 0, "{text}");
    assert!(text.ends_with("特此函告。\n"), "{text}");
    assert_eq!(document.form.format, Format::Letter);
    assert_eq!(document.organ, "中共青山县委宣传部");
}

#[test]
fn letters_to_random_units_say_what_is_so() {
    let unit = Settings {
        unit: "3号镇".into(),
        period: "2020H1".parse().ok(),
        keywords: vec!["春耕".into()],
        ..Settings::default()
    };
    let mut seen = BTreeMap::new();
    let folders = random_folders(N_RANDOM);
    let written: Vec<_> = folders.iter().filter_map(|folder| write(folder, &unit)).collect();
    assert!(written.len() > N_RANDOM / 2);
    written.iter().for_each(|written| check(&mut seen, written));
    assert_eq!(seen.len(), 8, "{seen:?}");
}

#[test]
fn letters_to_the_samples_name_addressee_and_days() {
    let mut seen = BTreeMap::new();
    for unit in UNITS {
        let written = write(&sources(unit), &settings(unit)).expect("the sample is whole");
        check(&mut seen, &written);
        let document = &written.2;
        assert_eq!(
            document.addressee.as_ref().map(|text| text.as_str()),
            Some(&*format!("中共{unit}委员会："))
        );
        let title: String = document.title.iter().map(|word| word.as_str()).collect();
        assert_eq!(title, format!("关于{unit}党委理论学习中心组2020年上半年学习情况的反馈意见"));
        assert_eq!(Some(document.date), parse_iso_date("2020-07-10"));
        let text = body(document);
        // Nobody else's name is in it, and nothing is due before it is out.
        assert!(UNITS.iter().filter(|other| **other != unit).all(|other| !text.contains(other)), "{text}");
        assert!(!text.contains("7月底前"), "{text}");
    }
}

#[test]
fn only_a_county_that_is_named_writes_and_only_if_it_may_sign() {
    assert!(issuer("county = \"青山县\"").is_some());
    assert!(issuer("county = \"青山县\"\nnotices = true").is_some());
    assert!(issuer("county = \"青山县\"\nnotices = false").is_none());
    assert!(issuer("unit = \"清溪镇\"").is_none());
    // The post of who signs for a department cannot be told from its name.
    let signed = "county = \"青山县\"\n[letterhead]\nseal = \"signature\"";
    assert!(issuer(signed).is_none());
    assert!(issuer(&format!("{signed}\nposts = [\"中共青山县委宣传部部长\"]")).is_some());
    // A unit does not inherit it.
    let layers = ["county = \"青山县\"\nnotices = false", ""];
    let layers = layers.map(|text| Layer { file: "banxin.toml".into(), text: text.into() });
    assert!(settle(&layers, &Asked::default()).expect("usable").settings.notices);
}
