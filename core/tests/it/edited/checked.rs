//! A sample's document as a leader left it, checked as a whole.

use banxin_core::analysis;
use banxin_core::document::{self, Block, Document, Provenance, Text};
use banxin_core::revision::check;
use banxin_core::revision::judge::Allowance;
use banxin_core::statistics::Measure;

use crate::samples::{settings, sources};

/// Composes the first sample.
pub(super) fn sample() -> (Document, Vec<Measure>) {
    let settings = settings("清溪镇");
    let analysis = analysis::analyse(&sources("清溪镇"), &settings).output.expect("the sample is whole");
    (document::compose(&analysis.material(&settings)), analysis.statistics.measures.clone())
}

/// Puts words in the place of others that stand once in the body.
pub(super) fn put(document: &mut Document, from: &str, to: &str) {
    let mut n = 0;
    for block in &mut document.blocks {
        if let Block::Paragraph(text) = block
            && text.contains(from)
        {
            n += text.matches(from).count();
            *text = Text::of(text.replace(from, to), Provenance::Office("修改稿"));
        }
    }
    assert_eq!(n, 1, "`{from}` stands once");
}

/// Changes the sample and returns what is told of it.
fn told(changes: &[(&str, &str)], allowances: &[Allowance]) -> (Vec<String>, String) {
    let (base, measures) = sample();
    let mut revised = base.clone();
    changes.iter().for_each(|(from, to)| put(&mut revised, from, to));
    let checked = check(&base, &revised, &measures, allowances);
    let diagnostics = checked.diagnostics.iter().map(ToString::to_string).collect();
    (diagnostics, checked.output.changes.to_text())
}

#[test]
fn what_was_not_revised_says_nothing() {
    assert_eq!(told(&[], &[]), (Vec::new(), "修改对照（共 0 处）\n".to_string()));
}

#[test]
fn a_leaders_changes_are_told() {
    let (diagnostics, changes) = told(
        &[
            ("其中专题研讨3次", "其中专题研讨4次"),
            ("参学率85.4%", "参学率八成以上"),
            ("应到96人次，实到80人次", "应到96人次，实到八十人次，缺席12人次，走访农户35户"),
        ],
        &[],
    );
    let found = |at: usize, words: &[&str]| {
        let told = diagnostics.get(at).map_or("", String::as_str);
        words.iter().for_each(|words| assert!(told.contains(words), "{words}: {told}"));
    };
    assert_eq!(diagnostics.len(), 4, "{diagnostics:#?}");
    found(0, &["错误", "`4次` 与原来的 `3次` 不一致：专题研讨次数（集中学习情况统计表.xlsx", "seminars.1"]);
    found(1, &["说明", "`85.4%` 改写为 `八成`：参学率，与台账相符"]);
    found(2, &["错误", "新增的 `12人次` 在台账中没有依据：缺席人次为 `3`", "new.1"]);
    found(3, &["错误", "新增的 `35户` 在台账中没有依据", "new.2"]);
    for words in
        ["其中专题研讨【4】次", "实到八十人次【，缺席12人次，走访农户35户】", "参学率 85.4% → 八成（改写"]
    {
        assert!(changes.contains(words), "{words}: {changes}");
    }
}

#[test]
fn what_the_office_answers_for_is_no_error() {
    let reason = Allowance { id: "seminars.1".into(), reason: "6月补开一次，会后补录".into() };
    let (diagnostics, changes) = told(&[("其中专题研讨3次", "其中专题研讨4次")], &[reason]);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
    assert!(diagnostics[0].starts_with("说明") && diagnostics[0].ends_with("6月补开一次，会后补录"));
    assert!(changes.contains("改动，理由：6月补开一次，会后补录；seminars.1"), "{changes}");
}
