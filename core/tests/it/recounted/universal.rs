//! What a document says of all, of each or of none is held against the records: each such claim is
//! parsed with what it ranges over, and one that is not known here fails.

use std::collections::BTreeMap;

use banxin_core::analysis;
use banxin_core::document;

use super::claims::Records;
use super::clauses::{clauses, paragraphs};
use super::folders::{Dice, folder, settings};
use super::n_random;

/// Words of all, of each, and of none.
const WORDS: [&str; 13] =
    ["都", "均为", "均已", "均在", "全部", "全员", "每次", "每个", "每季度", "没有", "无一", "从未", "人人"];

/// Returns whether a clause says something of all, of each or of none.
fn is_universal(clause: &str) -> bool {
    // The mean of all is counted, and what an earlier document said is its own.
    let is_other = clause.contains("平均每次") || clause.contains("的报告没有提出");
    !is_other && WORDS.iter().any(|word| clause.contains(word))
}

#[test]
fn what_is_said_of_all_and_of_none_is_so() {
    let mut wrong: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut n_claims = 0;
    for seed in 0..n_random() {
        let mut dice = Dice::new(seed + 2_000_000);
        let files = folder(&mut dice);
        let settings = settings(&mut dice);
        let Ok(analysis) = analysis::analyse(&files, &settings).output else { continue };
        let document = document::compose(&analysis.material(&settings));
        let records = Records::of(&analysis.dossier);
        for (part, text) in paragraphs(&document) {
            for sentence in text.split('。') {
                // What is planned is no claim; what was before is held against its own figures.
                let is_of_before = sentence.contains("相比，") || sentence.starts_with("对照");
                if part.contains("学习计划") || is_of_before {
                    continue;
                }
                for (from, end) in clauses(sentence) {
                    let clause = &sentence[from..end];
                    if !is_universal(clause) {
                        continue;
                    }
                    n_claims += 1;
                    let told = match records.holds(clause, sentence) {
                        Some(true) => continue,
                        Some(false) => "not so",
                        None => "nobody knows",
                    };
                    let kind: String = clause.chars().filter(|c| !c.is_ascii_digit()).collect();
                    let entry = wrong.entry(format!("{told}: {kind}")).or_default();
                    entry.0 += 1;
                    entry.1 = format!("seed {seed}, {part}: {sentence}");
                }
            }
        }
    }
    assert!(n_claims > usize::try_from(n_random()).expect("few"), "{n_claims} claims");
    let told: Vec<String> =
        wrong.iter().map(|(kind, (n, at))| format!("{n} times {kind}\n    {at}")).collect();
    assert!(told.is_empty(), "{} kinds of claims:\n{}", told.len(), told.join("\n"));
}
