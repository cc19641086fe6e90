//! No two sentences of a document contradict each other: over random units, with the office's own
//! words in some parts and with rules that it has switched off.

use std::collections::BTreeMap;

use banxin_core::analysis;
use banxin_core::document::{self, Block, Document, Span};
use banxin_core::findings::RuleId;
use banxin_core::settings::{RuleOverride, Settings};
use banxin_core::source::Source;

use crate::recounted::clauses::{clauses, counted, matched, paragraphs, run_of_months};
use crate::recounted::folders::{Dice, folder, settings};

/// How many random units are read.
fn n_random() -> u64 {
    if std::env::var_os("SLOW").is_some() { 5000 } else { 500 }
}

/// Words that count the same thing: the first number of each is one number.
const SAME: [&[&str]; 15] = [
    &["*共集中学习#次", "#次集中学习没有*", "#次集中学习中", "#次集中学习与其他会议合并召开"],
    &["其中专题研讨#次", "研讨#次"],
    &["*计划安排学习#项", "列入计划的#项学习中", "列入计划的#项学习*没有按期开展"],
    &["*按期开展#项"],
    &["重点发言共#人次", "重点发言#人次", "重点发言#人次出自*"],
    &["*还没有改正的#个问题", "其余#个还没有改正记录", "*提出的#个问题还没有改正记录"],
    &["查出的问题改正#个", "查出的*等#个问题已经改正", "有改正记录的#个"],
    &["形成心得体会和理论文章#篇*", "#篇心得体会和理论文章中", "全部#篇中"],
    &["与其他会议合并召开的#次", "有#次学习与其他会议合并召开"],
    &["列入调研课题#个"],
    &["组织考学#次*"],
    &["会后补学#人次"],
    &["*结果得到运用的#次"],
    &["题目结合分管工作的#篇"],
    &["没有补学的#人次*列出清单"],
];

/// What is said to be none, and words that would say that there was some.
const NONE: [(&str, &[&str]); 14] = [
    ("没有采用研讨形式", &["专题研讨⟦", "开展研讨", "均为专题研讨", "，为专题研讨"]),
    ("没有开展研讨", &["专题研讨⟦", "均为专题研讨", "，为专题研讨"]),
    ("没有安排专家辅导", &["专题辅导"]),
    ("也没有评学记录", &["对集中学习评学⟦"]),
    ("没有对应的评学", &["有对应评学的"]),
    ("的问题还没有改正记录", &["查出的"]),
    ("还没有转化为具体举措", &["完成后，"]),
    ("列入的调研课题还没有完成", &["已经完成", "均已完成"]),
    ("没有提交心得体会、理论文章或调研报告", &["名成员都撰写了文章"]),
    ("没有作过", &["名成员都作了发言"]),
    ("没有按期开展", &["都按期开展", "已经按期开展"]),
    ("没有一次", &["⟦"]),
    ("没有写明量化要求", &["写明量化要求的⟦"]),
    ("的结果还没有运用", &["结果得到运用的⟦"]),
];

/// What is said of all, and words that would say that of some it is not so.
const ALL: [(&str, &[&str]); 8] = [
    ("人次，全部到会", &["没有补学", "会后补学", "另有⟦", "到会率总体走低", "未到会"]),
    ("均为专题研讨", &["传达学习", "传达、领学", "专题辅导⟦"]),
    ("每个月都有学习", &["月没有集中学习"]),
    ("每个季度都有专题研讨", &["没有开展集体学习研讨", "没有开展集中学习"]),
    ("都已改正", &["还没有改正，", "项没有改正"]),
    ("均已完成", &["正在推进", "另外⟦", "抓紧完成", "课题还没有完成"]),
    ("都作了发言", &["名没有作过", "没有作过重点发言"]),
    ("出勤率⟦100%⟧", &["未到会", "没有补学", "会后补学"]),
];

/// Returns what contradicts in the words of a document.
fn contradictions(document: &Document) -> Vec<String> {
    let paragraphs = paragraphs(document);
    let texts: Vec<&str> = paragraphs.iter().map(|(_, text)| text.as_str()).collect();
    let whole = texts.join("\n");
    let mut told = Vec::new();
    // The same measure with two values.
    let mut values: BTreeMap<usize, (String, String)> = BTreeMap::new();
    for sentence in texts.iter().flat_map(|text| text.split('。')) {
        // What changed against the period before is told of two.
        if sentence.contains("相比，") || sentence.contains("除对应") {
            continue;
        }
        for (from, end) in clauses(sentence) {
            let clause = &sentence[from..end];
            for (at, group) in SAME.iter().enumerate() {
                let Some(numbers) = group.iter().find_map(|pattern| matched(pattern, clause)) else {
                    continue;
                };
                let known = values.entry(at).or_insert_with(|| (numbers[0].clone(), clause.to_string()));
                if known.0 != numbers[0] {
                    told.push(format!("{} / {clause}", known.1));
                }
            }
        }
    }
    for (none, some) in NONE.iter().chain(&ALL) {
        if whole.contains(none) {
            told.extend(
                some.iter().filter(|words| whole.contains(*words)).map(|words| format!("{none} / {words}")),
            );
        }
    }
    told.extend(months(&whole));
    told.extend(kinds(&whole));
    told.extend(few(&texts));
    told.extend(twice(&whole));
    told
}

/// Months said to be empty of which a session is told by its day.
fn months(whole: &str) -> Vec<String> {
    let parts: Vec<&str> = whole.split(['，', '；', '。', '\n']).collect();
    let held: Vec<&str> = parts
        .iter()
        .filter(|part| part.contains("日围绕") || part.contains("日学习后"))
        .filter_map(|part| part.split_once('月').map(|(month, _)| month))
        .collect();
    let empty = parts.iter().filter_map(|part| part.strip_suffix("没有集中学习"));
    let empty = empty.flat_map(|list| list.split('、')).filter_map(run_of_months).flatten();
    empty
        .filter(|month| held.contains(&month.to_string().as_str()))
        .map(|month| format!("{month}月没有集中学习 / {month}月有"))
        .collect()
}

/// Kinds of oversight said not to have been held at all, and counted.
fn kinds(whole: &str) -> Vec<String> {
    let counted_by = [("督学", "对中心组督学⟦"), ("评学", "对集中学习评学⟦"), ("考学", "组织考学⟦")];
    let mut told = Vec::new();
    for words in ["没有开展", "没有对中心组开展"] {
        for (before, list) in whole.split(words).zip(whole.split(words).skip(1)) {
            let list = list.split(['，', '；', '。']).next().unwrap_or_default();
            let is_whole = ["上半年", "下半年", "全年"].iter().any(|part| before.ends_with(part));
            let counted =
                counted_by.iter().filter(|(kind, count)| list.contains(kind) && whole.contains(count));
            if is_whole {
                told.extend(counted.map(|(_, count)| format!("{words}{list} / {count}")));
            }
        }
    }
    told
}

/// Words of all and of many beside counts below five.
fn few(texts: &[&str]) -> Vec<String> {
    let mut told = Vec::new();
    for sentence in texts.iter().flat_map(|text| text.split('。')) {
        for (from, end) in clauses(sentence) {
            let clause = &sentence[from..end].replace("平均", "");
            let numbers: Vec<u64> = counted(clause).iter().filter_map(|number| number.parse().ok()).collect();
            let is_few = !numbers.is_empty() && numbers.iter().all(|n| *n < 5);
            let words = ["都", "均", "全部", "人人", "多数", "明显", "一半以上"]
                .iter()
                .find(|word| clause.contains(**word));
            if let Some(word) = words.filter(|_| is_few) {
                told.push(format!("{word} of few: {clause}"));
            }
        }
    }
    told
}

/// A work or a problem that is praised and blamed, by its own words.
fn twice(whole: &str) -> Vec<String> {
    let pairs = [("每个季度都有", "按季研讨坚持得还不够好"), ("每次学习平均⟦", "学习时间保证得还不够")];
    let praised =
        |(good, bad): &(&str, &str)| whole.contains(good) && whole.contains(bad) && *good != "每次学习平均⟦";
    pairs.iter().filter(|pair| praised(pair)).map(|(good, bad)| format!("{good} / {bad}")).collect()
}

/// Checks that a percentage is of five at least.
fn percentages(document: &Document) -> Vec<String> {
    let mut told = Vec::new();
    for block in &document.blocks {
        let (Block::Paragraph(text) | Block::Item(text)) = block else { continue };
        for span in text.spans() {
            let Span::Figure(printed, source) = span else { continue };
            let of = source.evidence().and_then(|evidence| evidence.of);
            if printed.ends_with('%') && of.is_some_and(|of| of < 5) {
                told.push(format!("{printed} of {of:?}: {text}"));
            }
        }
    }
    told
}

/// Parts that the office may write itself.
const OWN: [(&str, &str); 5] = [
    ("前言", "今年以来，学习抓得紧。"),
    ("成效", "开展板凳课堂12场。"),
    ("问题", "学用结合还不够。"),
    ("原因", "工学矛盾处理得不够好。"),
    ("计划", "继续办好板凳课堂。"),
];

/// Adds own words and switches rules off, in some of the units.
fn vary(dice: &mut Dice, files: &mut Vec<Source>, settings: &mut Settings) -> Vec<&'static str> {
    let mut own = Vec::new();
    if dice.of_100(40) {
        own = OWN.iter().filter(|_| dice.of_100(40)).map(|(part, _)| *part).collect();
        let told = OWN.iter().filter(|(part, _)| own.contains(part));
        let text: String = told.map(|(part, words)| format!("# {part}\n\n{words}\n\n")).collect();
        files.push(Source { name: "正文素材.md".into(), bytes: text.into_bytes() });
    }
    if dice.of_100(40) {
        let off = RuleOverride { off: true, ..RuleOverride::default() };
        let chosen = RuleId::ALL.into_iter().filter(|_| dice.of_100(30));
        settings.rules = chosen.map(|rule| (rule.id().to_string(), off)).collect();
    }
    own
}

#[test]
fn no_two_sentences_contradict() {
    let mut wrong: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let (mut n_written, mut n_own, mut n_off) = (0, 0, 0);
    for seed in 0..n_random() {
        let mut dice = Dice::new(seed + 1_000_000);
        let mut files = folder(&mut dice);
        let mut settings = settings(&mut dice);
        let own = vary(&mut dice, &mut files, &mut settings);
        let Ok(analysis) = analysis::analyse(&files, &settings).output else { continue };
        let document = document::compose(&analysis.material(&settings));
        n_written += 1;
        n_own += usize::from(!own.is_empty());
        n_off += usize::from(!settings.rules.is_empty());
        let mut told = contradictions(&document);
        told.extend(percentages(&document));
        told.extend(beside_own(&document, &own));
        for told in told {
            let kind: String = told.chars().filter(|c| !c.is_ascii_digit()).collect();
            let entry = wrong.entry(kind).or_default();
            entry.0 += 1;
            entry.1 = format!("seed {seed}: {told}");
        }
    }
    assert!(n_written > n_random() / 2 && n_own > 50 && n_off > 50, "{n_written}, {n_own}, {n_off}");
    let told: Vec<String> = wrong.values().map(|(n, told)| format!("{n} times: {told}")).collect();
    assert!(told.is_empty(), "{} kinds of contradictions:\n{}", told.len(), told.join("\n"));
}

/// Checks that of the parts that the office writes nothing of the program's stands beside its words.
fn beside_own(document: &Document, own: &[&str]) -> Vec<String> {
    let paragraphs = paragraphs(document);
    let of = |words: &str| paragraphs.iter().filter(|(part, _)| part.contains(words)).count();
    let mut told = Vec::new();
    if own.contains(&"问题") && !own.contains(&"原因") && of("原因") > 0 {
        told.push("causes of problems that are not told".to_string());
    }
    for (part, heading, most) in [("问题", "问题", 1), ("原因", "原因", 1), ("计划", "学习计划", 3)]
    {
        if own.contains(&part) && of(heading) > most {
            told.push(format!("more than the office's own words in {part}"));
        }
    }
    told
}
