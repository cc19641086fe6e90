//! What was found and does not stand in the document: suspicions, what is about one person, what
//! weighs less than the rest; and the indicators that the office has switched off.

use crate::document::format::{two_decimals, whole};
use crate::document::text;
use crate::document::wording::{indicators, reserved};
use crate::document::{Material, Provenance, Section, Text};
use crate::dossier::Essay;
use crate::findings::{Indicator, RuleId, Serves, Standing};
use crate::worksheet::item::{CLERK, Item, Kind, LEADER};

/// More pairs of texts than these are counted, not listed.
const MAX_PAIRS: usize = 20;

/// Returns the findings that somebody has to look into, and the texts that are alike.
pub(super) fn doubts(material: &Material<'_>) -> Vec<Item> {
    let findings = material.findings;
    let suspicious = findings.flagged().filter(|indicator| indicator.is_suspicion());
    let mut items: Vec<Item> = suspicious
        .map(|indicator| finding(material, Kind::Doubts, indicator, to_look_into(indicator.rule.id)))
        .collect();
    // What the document tells may hold a doubt besides.
    let besides = findings.flagged().filter(|indicator| !indicator.is_suspicion());
    items.extend(besides.filter_map(|indicator| {
        let what = reserved::second_condition(indicator.reading.as_ref()?)?;
        let item = Item::new(Kind::Doubts, indicator.rule.id.key(), what, to_look_into(indicator.rule.id));
        Some(item.at(indicator.origins().iter().cloned()))
    }));
    items.extend(findings.similar.iter().take(MAX_PAIRS).map(|pair| {
        let essays = [&material.dossier.essays[pair.left], &material.dossier.essays[pair.right]];
        let [left, right] = essays.map(named);
        let source = Provenance::records("重合的两篇", essays.map(|essay| essay.origin.clone()).into());
        let score = two_decimals(pair.score, source);
        let what = text!("{left}与{right}五字连写的重合度为{score}。");
        let who = format!("{CLERK}，{}、{}", essays[0].author, essays[1].author);
        let item = Item::new(Kind::Doubts, "similar-texts", what, "对照两篇原文，确系雷同的退回重写。");
        item.by(who).at(essays.map(|essay| essay.origin.clone()))
    }));
    if findings.similar.len() > MAX_PAIRS {
        let rest = findings.similar.len() - MAX_PAIRS;
        let what = text!("另有{}对文章重合较多，没有逐对列出。", whole(rest, Provenance::Listed("其余各对")));
        items.push(Item::new(Kind::Doubts, "similar-texts", what, "先看上面各对，再逐篇比对。"));
    }
    items
}

/// Names a piece of writing with its author.
fn named(essay: &Essay) -> Text {
    let cell = || Provenance::Cell(essay.origin.clone());
    let author = Text::of(essay.author.as_str(), cell());
    match essay.title.text() {
        "" => text!("{author}的一篇"),
        title => text!("{author}《{}》", Text::of(title, Provenance::cell(&essay.title, &essay.origin))),
    }
}

/// Says what is to be looked into.
fn to_look_into(rule: RuleId) -> &'static str {
    match rule {
        RuleId::IdenticalTitles => "对照各篇原文；题目相同而内容不同的，由作者改题，雷同的退回重写。",
        RuleId::ForeignPlaces => "看是否沿用了外地文稿；确是学习外地做法的，不必处理。",
        RuleId::GhostEssays => "核对考勤和作者；登记有误的改正，未到会的补学后再计。",
        RuleId::ContradictedAttendance => "考勤表与其他台账逐处核对，以实际为准改正。",
        RuleId::SubmissionLag => "核对提交日期和对应的学习，填错的改正。",
        RuleId::ShortEssays => "看是否没有数过字数；照实填写。",
        RuleId::LateRecords => "看日期是否填错；确系事后补记的，注明补记的日期和原因。",
        _ => "对照台账核实。",
    }
}

/// What is to be done about a finding of a part that the office writes itself.
const OWN_PART: &str = "这一节由本单位自己写，程序没有写入；要写进正文的，补在正文素材里。";

/// Returns the findings that the document leaves out, the weightiest first.
pub(super) fn left_out(material: &Material<'_>) -> Vec<Item> {
    let findings = material.findings;
    let writes_problems = material.supplement.has(Section::Problems);
    let writes_causes = writes_problems || material.supplement.has(Section::Causes);
    let mut items: Vec<Item> = Vec::new();
    for one in &findings.ranked {
        for rule in &one.rules {
            let indicator = findings.indicator(*rule);
            match one.standing {
                Standing::Body if !writes_problems => {}
                Standing::Body | Standing::Counted => {
                    let to_do = match writes_problems {
                        true => OWN_PART,
                        false => "正文只计入“此外还有”的项数；要写进正文的，写在正文素材的“问题”一节。",
                    };
                    items.push(Item {
                        rank: Some(one.rank),
                        ..finding(material, Kind::LeftOut, indicator, to_do)
                    });
                }
                Standing::Worksheet if indicator.is_suspicion() => {}
                Standing::Worksheet => {
                    let to_do = "人数少，写进正文就是指名；由组长当面提醒。";
                    let item = finding(material, Kind::LeftOut, indicator, to_do).by(LEADER);
                    items.push(Item { rank: Some(one.rank), ..item });
                }
            }
        }
    }
    let of_causes = findings.flagged().filter(|indicator| matches!(indicator.rule.serves, Serves::Cause(_)));
    items.extend(of_causes.filter_map(|indicator| {
        let rule = indicator.rule.id;
        let item = if rule.is_of_leaders() {
            let to_do = "不宜由本单位在上报的材料里评价主要负责同志，请组长自己掌握。";
            finding(material, Kind::LeftOut, indicator, to_do).by(LEADER)
        } else if findings.causes_in_body().any(|cause| cause.indicators.contains(&rule)) {
            if !writes_causes {
                return None;
            }
            finding(material, Kind::LeftOut, indicator, OWN_PART)
        } else {
            finding(material, Kind::LeftOut, indicator, "没有与它对应的问题，正文的原因分析没有用到。")
        };
        Some(Item { rank: indicator.rank(), ..item })
    }));
    items
}

/// Returns an item on a flagged indicator.
fn finding(material: &Material<'_>, kind: Kind, indicator: &Indicator, to_do: &'static str) -> Item {
    let what = indicators::indicator(indicator, material.dossier);
    Item::new(kind, indicator.rule.id.key(), what, to_do).at(indicator.origins().iter().cloned())
}

/// Returns the indicators that the office has switched off.
pub(super) fn switched_off(material: &Material<'_>) -> Vec<Item> {
    let off = material.findings.indicators.iter().filter(|indicator| indicator.limit.is_off);
    off.map(|indicator| {
        let id = Text::of(indicator.rule.id.id(), Provenance::Numbering("指标"));
        let what = text!("本单位在 banxin.toml 中停用了指标{id}（{}），没有核对。", indicator.rule.name);
        let to_do = "需要恢复的，删去 [rules] 中的这一行。";
        Item::new(Kind::SwitchedOff, indicator.rule.id.key(), what, to_do)
    })
    .collect()
}
