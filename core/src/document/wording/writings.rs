//! Sentences on what was written: how much, by how many, of which topics, and where it was published.

use std::collections::BTreeSet;

use crate::document::format::{MIN_PERCENT_OF, numeral, whole};
use crate::document::material::Material;
use crate::document::piece::{Piece, Worth};
use crate::document::provenance::Provenance;
use crate::document::text::{Text, text};
use crate::document::wording::themes::subject_of;
use crate::document::wording::{list, own, titled};
use crate::dossier::{Dossier, Essay, EssayKind, Role, plain_topic};
use crate::findings::RuleId;
use crate::findings::rules::hollow_titles::only_says_studied;
use crate::grouped::grouped;
use crate::origin::Origin;
use crate::period::quarter_of;
use crate::statistics::size;

/// The most titles of writings of one kind.
const MAX_TITLES: usize = 4;
/// The most topics of which writings are counted.
const MAX_THEMES: usize = 3;

/// Returns a writing's title, and where it was published, as words that follow it.
pub(crate) fn published(essay: &Essay) -> Option<(Text, Text)> {
    let words = essay.published.content()?;
    let written = words.text().trim_end_matches(['。', '；', '，']);
    let place = own(written, words, &essay.origin);
    const BEGINS: [&str; 8] = ["由", "在", "被", "已", "获", "经", "于", "发表于"];
    const ENDS: [&str; 10] = ["刊发", "刊登", "刊载", "发表", "登载", "转载", "采用", "采纳", "印发", "推广"];
    let how = if BEGINS.iter().any(|word| written.starts_with(word)) {
        place.into()
    } else if ENDS.iter().any(|word| written.ends_with(word)) {
        text!("由{place}")
    } else if is_medium(written) {
        text!("由{place}刊发")
    } else {
        text!("（{place}）")
    };
    Some((titled(&essay.title, &essay.origin), how))
}

/// Returns whether words name what prints writings: a paper, a journal, a page.
fn is_medium(words: &str) -> bool {
    const MEDIA: [&str; 10] = ["》", "报", "刊", "杂志", "网", "网站", "公众号", "客户端", "平台", "园地"];
    MEDIA.iter().any(|medium| words.ends_with(medium)) || words.contains('《') && words.ends_with('期')
}

/// Tells what was written, by how many, and where it was published; `see` names the drawing of it.
pub(crate) fn writings(material: &Material<'_>, see: Option<&Text>) -> Vec<Piece> {
    let dossier = material.dossier;
    if dossier.essays.is_empty() {
        return Vec::new();
    }
    let of = |what, wanted: &dyn Fn(&Essay) -> bool| {
        let cells = dossier.essays.iter().filter(|essay| wanted(essay)).map(|essay| essay.origin.clone());
        let cells: Vec<Origin> = cells.collect();
        whole(cells.len(), Provenance::records(what, cells))
    };
    let mut items = Vec::new();
    for (kind, name) in [
        (EssayKind::Reflection, "心得体会"),
        (EssayKind::Article, "理论文章"),
        (EssayKind::Report, "调研报告"),
    ] {
        let n = of(name, &|essay| essay.kind == kind);
        if n.n > 0 {
            items.push(text!("{name}{n}篇"));
        }
    }
    let members = dossier.counted_members().filter(|(_, member)| member.in_post_during(dossier.period));
    let wrote = |at: usize| dossier.essays.iter().any(|essay| essay.member == Some(at));
    let (writers, others): (Vec<_>, Vec<_>) = members.partition(|(at, _)| wrote(*at));
    let cells = || writers.iter().map(|(_, member)| member.origin.clone()).collect();
    let n = || whole(writers.len(), Provenance::records("动笔的成员", cells()));
    let who = match (size(writers.len()), others.len()) {
        (0, _) => Text::new(),
        (MIN_PERCENT_OF.., 0) => text!("{}名成员都撰写了文章，", n()),
        _ => text!("{}名成员撰写文章，", n()),
    };
    let see = see.cloned().unwrap_or_default();
    let mut pieces = vec![Piece::needed(text!("{who}提交{}。{see}", list(&items)))];
    // What the head of the group has published stands with the head.
    let is_leader = |essay: &Essay| essay.member.is_some_and(|at| dossier.members[at].role == Role::Leader);
    let told = dossier.essays.iter().filter(|essay| !is_leader(essay) && essay.title.is_known());
    let told: Vec<(Text, Text)> = told.filter_map(published).take(material.room_for(MAX_TITLES)).collect();
    // What was published in one place stands together.
    let by_place = grouped(&told, |(_, how)| how.as_str()).into_iter().map(|in_one| {
        let titles: Vec<&Text> = in_one.iter().map(|(title, _)| title).collect();
        text!("{}{}", Text::joined(&titles, ""), in_one[0].1)
    });
    let told: Vec<Text> = by_place.collect();
    if !told.is_empty() {
        pieces.push(Piece::new(text!("{}。", Text::joined(&told, "，")), Worth::SecondExample));
    }
    pieces.extend(by_topic(dossier));
    pieces.extend(written_by_quarter(material));
    pieces
}

/// Counts by quarter what was handed in, where every text has its day and nobody wrote at the end alone.
fn written_by_quarter(material: &Material<'_>) -> Option<Piece> {
    let dossier = material.dossier;
    let is_rushed = material.findings.indicator(RuleId::EssayBurst).is_flagged();
    let essays = || dossier.essays.iter().filter(|essay| essay.kind != EssayKind::Report);
    let is_dated = |essay: &Essay| essay.submitted.value.is_some_and(|day| dossier.period.contains(day));
    if is_rushed || size(essays().count()) < MIN_PERCENT_OF || !essays().all(is_dated) {
        return None;
    }
    let of_quarter = |quarter: u8| -> Vec<Origin> {
        let is_then = |essay: &&Essay| essay.submitted.value.is_some_and(|day| quarter_of(day) == quarter);
        essays().filter(is_then).map(|essay| essay.origin.clone()).collect()
    };
    let counted: Vec<(u8, Vec<Origin>)> =
        dossier.period.quarters().map(|quarter| (quarter, of_quarter(quarter))).collect();
    if counted.len() < 2 || counted.iter().any(|(_, cells)| cells.is_empty()) {
        return None;
    }
    let counted: Vec<Text> = counted
        .into_iter()
        .map(|(quarter, cells)| {
            let n = whole(cells.len(), Provenance::records("一个季度的文章", cells));
            text!("{}季度{n}篇", numeral(usize::from(quarter)))
        })
        .collect();
    Some(Piece::new(text!("心得体会和理论文章按提交时间，{}。", list(&counted)), Worth::Routine))
}

/// Names writings that are told nowhere else, by titles that say more than that something was studied.
pub(crate) fn titles(material: &Material<'_>) -> Option<Piece> {
    let dossier = material.dossier;
    let on_duty = on_duty_titles(material);
    let published = dossier.essays.iter().filter(|essay| essay.published.content().is_some());
    let published = published.map(|essay| titled(&essay.title, &essay.origin));
    // What is told elsewhere, and what several call alike, is named once.
    let mut seen: BTreeSet<String> =
        published.chain(on_duty.iter().cloned()).map(|title| title.to_string()).collect();
    let mut others: Vec<Text> = dossier
        .essays
        .iter()
        .filter(|essay| essay.kind != EssayKind::Report && essay.title.is_known())
        .filter(|essay| essay.published.content().is_none() && !only_says_studied(essay.title.text()))
        .map(|essay| titled(&essay.title, &essay.origin))
        .filter(|title| seen.insert(title.to_string()))
        .collect();
    let is_all = others.len() <= MAX_TITLES;
    others.truncate(MAX_TITLES);
    let (also, more) = (if on_duty.is_empty() { "" } else { "还" }, if is_all { "" } else { "等" });
    let text = text!("{also}撰写了{}{more}。", Text::joined(&others, ""));
    (others.len() > 1).then(|| Piece::new(text, Worth::Further))
}

/// Says of which topics several wrote, those of most texts first.
fn by_topic(dossier: &Dossier) -> Option<Piece> {
    let told = dossier
        .essays
        .iter()
        .filter_map(|essay| Some((subject_of(&dossier.sessions[essay.session?])?, &essay.origin)));
    let told: Vec<(Text, &Origin)> = told.collect();
    let mut written = grouped(&told, |(topic, _)| topic.as_str());
    // A topic that nobody else wrote of says nothing.
    written.retain(|texts| texts.len() > 1);
    written.sort_by_key(|texts| std::cmp::Reverse(texts.len()));
    let named: Vec<Text> = written
        .into_iter()
        .take(MAX_THEMES)
        .map(|texts| {
            let cells: Vec<Origin> = texts.iter().map(|(_, origin)| (*origin).clone()).collect();
            let n = whole(cells.len(), Provenance::records("对应主题的文章", cells));
            text!("围绕{}撰写{n}篇", texts[0].0)
        })
        .collect();
    (named.len() > 1).then(|| Piece::new(text!("{}。", Text::joined(&named, "，")), Worth::Routine))
}

/// Names writings whose titles speak of their authors' own work, where there are any.
pub(crate) fn on_duty(material: &Material<'_>) -> Option<Piece> {
    let titles = on_duty_titles(material);
    let text = text!("班子成员结合分管工作撰写了{}。", Text::joined(&titles, ""));
    (!titles.is_empty()).then(|| Piece::new(text, Worth::SecondExample))
}

/// Returns some titles that speak of their authors' own work.
fn on_duty_titles(material: &Material<'_>) -> Vec<Text> {
    let dossier = material.dossier;
    let speaks = |essay: &&Essay| {
        let words = essay.member.map_or(Vec::new(), |at| duty_words(dossier.members[at].duty.text()));
        let title = plain_topic(essay.title.text());
        essay.published.content().is_none() && words.iter().any(|word| title.contains(word.as_str()))
    };
    let mut seen = BTreeSet::new();
    dossier
        .essays
        .iter()
        .filter(|essay| essay.kind != EssayKind::Report)
        .filter(speaks)
        .map(|essay| titled(&essay.title, &essay.origin))
        .filter(|title| seen.insert(title.to_string()))
        .take(material.room_for(MAX_TITLES))
        .collect()
}

/// Returns the words of a 分管领域.
fn duty_words(duty: &str) -> Vec<String> {
    let parts = duty.split(['、', '，', ',', '；', ';', '/', ' ']).map(plain_topic);
    parts.filter(|word| word.chars().count() >= 2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;

    fn texts(pieces: impl IntoIterator<Item = Piece>) -> Vec<String> {
        pieces.into_iter().map(|piece| piece.text.to_string()).collect()
    }

    #[test]
    fn titles_that_say_something_are_named_once() {
        let roster = ("名单.csv", "姓名,职务,角色,分管领域\n甲一,委员,成员,茶产业\n乙二,委员,成员,");
        let essays = "姓名,题目,类型,提交日期,发表情况\n甲一,茶产业怎么办,心得,2月1日,\n乙二,村里的沟渠,心得,2月2日,\n乙二,村里的路,心得,2月3日,\n乙二,村里的路,心得,4月3日,\n甲一,学习全会精神心得体会,心得,5月4日,\n乙二,河长日记,心得,5月4日,县报\n甲一,河长日记,心得,5月5日,";
        let case = Case::new(&[roster, ("心得.csv", essays)]);
        let material = case.material();
        assert_eq!(texts(on_duty(&material)), ["班子成员结合分管工作撰写了《茶产业怎么办》。"]);
        assert_eq!(texts(titles(&material)), ["还撰写了《村里的沟渠》《村里的路》。"]);
        assert_eq!(
            texts(written_by_quarter(&material)),
            ["心得体会和理论文章按提交时间，一季度3篇、二季度4篇。"]
        );
        let told = texts(writings(&material, None));
        assert_eq!(told[1], "《河长日记》由县报刊发。");
        // Of a quarter with none, the months say it.
        let essays = essays.replace("5月", "3月").replace("4月", "3月");
        let case = Case::new(&[roster, ("心得.csv", &essays)]);
        assert_eq!(texts(written_by_quarter(&case.material())), [""; 0]);
    }

    #[track_caller]
    fn check_writings(rows: &str, expected: &[&str]) {
        let sheet = format!("姓名,题目,类型,提交日期,发表情况\n{rows}");
        let roster =
            "姓名,职务,角色,分管领域\n甲一,书记,组长,全面\n乙二,镇长,成员,水利建设\n丙三,委员,成员,宣传";
        let case = Case::new(&[("名单.csv", roster), ("心得.csv", &sheet)]);
        let material = case.material();
        assert_eq!(texts(writings(&material, None).into_iter().chain(on_duty(&material))), expected);
    }

    #[test]
    fn what_was_written() {
        check_writings("", &[]);
        check_writings("甲一,治理,理论文章,2月1日,县报刊发", &["1名成员撰写文章，提交理论文章1篇。"]);
        check_writings(
            "甲一,治理,心得,2月1日,\n乙二,水利建设一得,心得,2月1日,\n丙三,调研,调研报告,2月1日,县报刊发",
            &[
                "3名成员撰写文章，提交心得体会2篇、调研报告1篇。",
                "《调研》由县报刊发。",
                "班子成员结合分管工作撰写了《水利建设一得》。",
            ],
        );
        check_writings("外人,治理,心得,2月1日,", &["提交心得体会1篇。"]);
    }

    #[test]
    fn what_prints_writings_is_known_by_its_name() {
        for medium in ["市委《学习园地》", "青山日报", "《学习园地》第3期", "县政府网站", "机关党建公众号"]
        {
            assert!(is_medium(medium), "{medium}");
        }
        for other in ["一等奖", "县级", "大会交流", "第3期"] {
            assert!(!is_medium(other), "{other}");
        }
    }

    #[test]
    fn publications_are_told_as_they_are_written() {
        let check = |written: &str, expected: &str| {
            let essays = format!("姓名,题目,类型,提交日期,发表情况\n甲一,《两山》新说,心得,2月1日,{written}");
            let case = Case::new(&[("心得.csv", &essays)]);
            let (title, how) = published(&case.material().dossier.essays[0]).expect("published");
            assert_eq!(text!("{title}{how}").as_str(), expected);
        };
        check("在县报发表。", "《〈两山〉新说》在县报发表");
        check("《学习简报》刊发", "《〈两山〉新说》由《学习简报》刊发");
        check("县级征文二等奖", "《〈两山〉新说》（县级征文二等奖）");
    }
}
