//! The text of a legend: the signs that it explains and what they mean.
//!
//! Offices write √出勤　×缺席, 出勤打“√”, P-出勤, ◇ 迟到/早退, and sentences before it. The text
//! comes as a row of signs and phrases with the gaps between them. Whether signs stand before
//! their phrases or behind is tried both ways: that which explains more signs, and more
//! closely, is meant.

use crate::dossier::writing::legend_pieces::{Gap, Piece, pieces};
use crate::dossier::writing::mark::{self, Mark, legend_words};
use crate::dossier::writing::squeeze::{normalise, squeeze};

/// The shortest legend has two signs and two words.
const MIN_LEGEND_CHARS: usize = 6;
/// An entry of a legend in a cell of its own is at most so long.
const MAX_ENTRY_CHARS: usize = 12;

/// A sign with what a legend says that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// The sign.
    pub(super) sign: String,
    /// The words.
    pub(super) words: String,
    /// What they mean, where that is understood.
    pub(super) mark: Option<Mark>,
}

/// Returns whether a text explains marks: it says so, or gives √ or × a meaning and more.
///
/// A row of column heads (出勤次数, 请假次数 …) also holds such words, but no signs.
pub(crate) fn is_legend(text: &str) -> bool {
    if text.chars().count() < MIN_LEGEND_CHARS {
        return false;
    }
    let pairs = pairs(text);
    if !pairs.is_empty() && blank(text).is_some() {
        return true;
    }
    let n_understood = pairs.iter().filter(|pair| pair.mark.is_some()).count();
    let plain = squeeze(text);
    let is_labelled = legend_words().labels.iter().any(|label| plain.starts_with(label.as_str()));
    let tick_or_cross = |pair: &Pair| pair.mark.is_some() && matches!(mark::usual(&pair.sign), "√" | "×");
    let is_twice = |(at, pair): (usize, &Pair)| {
        pairs[..at].iter().any(|before| before.sign == pair.sign && before.mark != pair.mark)
    };
    // Without √ or × a sign of two meanings is no sign but a mark between words.
    if !pairs.iter().any(tick_or_cross) && pairs.iter().enumerate().any(is_twice) {
        return false;
    }
    let says_so = is_labelled || plain.contains(['=', '＝']);
    pairs.len() >= 2 && pairs.iter().any(tick_or_cross) || n_understood >= if says_so { 2 } else { 3 }
}

/// Returns whether a text is one entry of a legend, such as `√ 出勤` in a cell of its own.
pub(crate) fn is_legend_entry(text: &str) -> bool {
    let known = |sign: &str| mark::of_sign(sign).is_some() || sign.chars().all(|c| !c.is_alphanumeric());
    is_pair(text) && pairs(text).iter().all(|pair| known(&pair.sign))
}

/// Returns whether a text pairs one sign with one meaning, whatever the sign.
pub(crate) fn is_pair(text: &str) -> bool {
    if squeeze(text).chars().count() > MAX_ENTRY_CHARS {
        return false;
    }
    let pairs = pairs(text);
    pairs.len() == 1 && pairs[0].mark.is_some()
}

/// Returns whether a cell may be one of those over which a legend is spread: a label, a sign,
/// a meaning, or an entry.
pub(crate) fn is_part(text: &str) -> bool {
    let plain = squeeze(text);
    let plain = plain.trim_end_matches(['：', ':']);
    let is_label = legend_words().labels.iter().any(|label| plain == label);
    let mut chars = plain.chars();
    let is_sign = match (chars.next(), chars.next()) {
        (Some(c), None) => !c.is_ascii_digit(),
        _ => mark::of_sign(plain).is_some(),
    };
    is_label
        || is_sign
        || mark::of_phrase(plain).is_some()
        || pairs(text).iter().any(|pair| pair.mark.is_some())
}

/// Returns what a legend says that a blank cell means: 空白表示出勤, 缺席的不填.
pub(super) fn blank(text: &str) -> Option<Mark> {
    let words = legend_words();
    let text = normalise(text);
    let is_edge = |c: char| c.is_whitespace() || "：:=＝“”\"'‘’（）()[]【】—-–".contains(c);
    let plain = |text: &str| {
        let mut rest = text.trim_matches(is_edge);
        while let Some(shorter) = words.glue.iter().find_map(|glue| rest.strip_prefix(glue.as_str())) {
            rest = shorter.trim_start_matches(is_edge);
        }
        while let Some(shorter) = words.glue.iter().find_map(|glue| rest.strip_suffix(glue.as_str())) {
            rest = shorter.trim_end_matches(is_edge);
        }
        rest.to_string()
    };
    text.split(['，', ',', '；', ';', '。', '、', '\n', '　']).find_map(|clause| {
        let (at, word) = words.blanks.iter().find_map(|word| Some((clause.find(word.as_str())?, word)))?;
        let behind = plain(&clause[at + word.len()..]);
        // 空白处填写 √ says nothing of blank cells.
        let behind = behind.split(is_edge).next().unwrap_or("");
        mark::of_phrase(&squeeze(behind)).or_else(|| mark::of_phrase(&squeeze(&plain(&clause[..at]))))
    })
}

/// Returns the signs that a legend explains, in their order.
pub(super) fn pairs(text: &str) -> Vec<Pair> {
    let text = normalise(text);
    let without_numbers = best(&pieces(&text, true));
    // 1、出勤　2、迟到: numbers are signs only where there are no others.
    if without_numbers.is_empty() { best(&pieces(&text, false)) } else { without_numbers }
}

/// Returns the pairs of the order that explains more.
fn best(pieces: &[Piece]) -> Vec<Pair> {
    let before = explained(pieces, true);
    let behind = explained(pieces, false);
    let n_understood = |found: &[(Pair, Gap)]| found.iter().filter(|(pair, _)| pair.mark.is_some()).count();
    let distance = |found: &[(Pair, Gap)]| found.iter().map(|(_, gap)| *gap as usize).sum::<usize>();
    let rank = |found: &[(Pair, Gap)]| (n_understood(found), usize::MAX - distance(found));
    let sign_last = pieces.last().is_some_and(|piece| piece.is_sign);
    let is_behind = match rank(&behind).cmp(&rank(&before)) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => sign_last,
        std::cmp::Ordering::Less => false,
    };
    let chosen = if is_behind { behind } else { before };
    chosen.into_iter().map(|(pair, _)| pair).collect()
}

/// Returns the signs with the phrases behind them, or before them, and how far those are.
fn explained(pieces: &[Piece], signs_first: bool) -> Vec<(Pair, Gap)> {
    let mut found = Vec::new();
    // 1 出勤　2 缺席, as against 出勤 11　缺席 1.
    let is_sign = |piece: Option<&Piece>| piece.is_some_and(|piece| piece.is_sign);
    let widest = if is_sign(pieces.first()) && !is_sign(pieces.last()) { Gap::Space } else { Gap::None };
    let mut at = 0;
    while at < pieces.len() {
        if !pieces[at].is_sign {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < pieces.len() && pieces[at].is_sign && pieces[at].joined {
            at += 1;
        }
        let (signs, gap, phrases) = if signs_first {
            let n = phrases_from(&pieces[at..]);
            (start..at, pieces.get(at).map(|piece| piece.gap), at..at + n)
        } else {
            let first = phrases_before(&pieces[..start]);
            (start..at, Some(pieces[start].gap), first..start)
        };
        let Some(gap) = gap.filter(|_| !phrases.is_empty()) else { continue };
        let glued = if signs_first { pieces[phrases.start].glued } else { pieces[start].glued };
        let (signs, phrases) = (&pieces[signs], &pieces[phrases]);
        for (nth, sign) in signs.iter().enumerate() {
            // A number behind a word counts something: 实到 11.
            let is_count =
                sign.text.bytes().all(|b| b.is_ascii_digit()) && !(glued || signs_first && gap <= widest);
            if is_count {
                continue;
            }
            let own = if signs.len() == phrases.len() { &phrases[nth..=nth] } else { phrases };
            let words = own.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join("/");
            found.push((Pair { sign: sign.text.clone(), words, mark: meaning(own) }, gap));
        }
    }
    found
}

/// Returns how many phrases at the start of the pieces belong together.
fn phrases_from(pieces: &[Piece]) -> usize {
    if pieces.first().is_none_or(|piece| piece.is_sign) {
        return 0;
    }
    let more = pieces[1..].iter().take_while(|piece| !piece.is_sign && (piece.joined || piece.aside));
    1 + more.count()
}

/// Returns where the phrases at the end of the pieces begin that belong together.
fn phrases_before(pieces: &[Piece]) -> usize {
    let mut first = pieces.len();
    while first > 0 && !pieces[first - 1].is_sign {
        first -= 1;
        if !(pieces[first].joined || pieces[first].aside) {
            break;
        }
    }
    first
}

/// Returns what phrases mean together; words in brackets only add to what is understood.
fn meaning(phrases: &[Piece]) -> Option<Mark> {
    let mut meaning: Option<Mark> = None;
    for phrase in phrases {
        let found = mark::of_phrase(&phrase.text).or_else(|| mark::of_sign(&phrase.text));
        meaning = match (meaning, found) {
            (None, _) => found,
            (Some(before), Some(found)) => match mark::both(before, found) {
                None if phrase.aside => Some(before),
                both => both,
            },
            (Some(before), None) if phrase.aside => Some(before),
            (Some(_), None) => None,
        };
        meaning?;
    }
    meaning
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Option<Mark>)]) {
        let found = pairs(text);
        let found: Vec<(&str, Option<Mark>)> =
            found.iter().map(|pair| (pair.sign.as_str(), pair.mark)).collect();
        assert_eq!(found, expected, "{text}");
    }

    const FOUR: [(&str, Option<Mark>); 4] = [
        ("√", Some(Mark::Present)),
        ("×", Some(Mark::Absent)),
        ("○", Some(Mark::PersonalLeave)),
        ("△", Some(Mark::SickLeave)),
    ];

    #[test]
    fn legends_in_every_writing() {
        for text in [
            "图例：√出勤　×缺席　○事假　△病假",
            "图例: √ 出勤，× 缺席，○ 事假，△ 病假",
            "说明：“√”表示出勤；“×”表示缺席；“○”表示事假；“△”表示病假。",
            "注：出勤√、缺席×、事假○、病假△",
            "√——出勤 ×——缺席 ○——事假 △——病假",
            "出勤（√） 缺席（×） 事假（○） 病假（△）",
            "出勤打“√”，缺席打“×”，事假画“○”，病假画“△”",
            "备注：出勤的打√，缺席的打×，事假者填○，病假者填△。",
            "1.√为按时参加；2.×为无故缺席；3.○为因事请假；4.△为因病请假",
            "本表按下列符号登记出勤情况：√出勤 ×缺席 ○事假 △病假",
            "一、考勤分出勤、缺席、事假和病假四种。符号：出勤√；缺席×；事假○；病假△",
            "出勤=√ 缺席=× 事假=○ 病假=△",
            "用√表示出勤，用×表示缺席，用○表示事假，用△表示病假",
            "√：出勤\n×：缺席\n○：事假\n△：病假",
            "√-出勤/×-缺席/○-事假/△-病假",
            "√ 出勤（含线上） × 旷课（未请假） ○ 事假（批准后） △ 长病假",
        ] {
            check(text, &FOUR);
        }
        let own = [
            ("公", Some(Mark::OnDuty)),
            ("迟", Some(Mark::Late)),
            ("补", Some(Mark::MadeUp)),
            ("—", Some(Mark::NotInPost)),
        ];
        check("公 公差　迟 迟到　补 补学　— 未任职", &own);
        check("公公差　迟迟到　补补学　— 未任职", &own);
    }

    #[test]
    fn letters_and_numbers() {
        let codes = [
            ("P", Some(Mark::Present)),
            ("L", Some(Mark::Late)),
            ("A", Some(Mark::Absent)),
            ("E", Some(Mark::Leave)),
        ];
        for text in [
            "P-出勤 L-迟到 A-缺席 E-请假",
            "图例：P 出勤　L 迟到　A 缺席　E 请假",
            "P：出勤；L：迟到；A：缺席；E：请假",
            "出勤P，迟到L，缺席A，请假E",
        ] {
            check(text, &codes);
        }
        let digits = [("1", Some(Mark::Present)), ("2", Some(Mark::Leave)), ("0", Some(Mark::Absent))];
        for text in [
            "1=出勤，2=请假，0=缺席",
            "注：1-出勤 2-请假 0-缺席",
            "1、出勤　2、请假　0、缺席",
            "1出勤 2请假 0缺席",
        ] {
            check(text, &digits);
        }
        // Counts are no signs.
        for text in [
            "实到11人，请假1人，缺席0人",
            "出勤 11 请假 1 缺席 0",
            "说明：实到 11，请假 1，缺席 0",
            "2026年上半年出勤情况",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn slashes_join_or_are_signs() {
        check(
            "√ 出勤　◇ 迟到/早退　× 缺席　/ 未任职",
            &[
                ("√", Some(Mark::Present)),
                ("◇", Some(Mark::Late)),
                ("×", Some(Mark::Absent)),
                ("/", Some(Mark::NotInPost)),
            ],
        );
        check(
            "√/✓出勤　×缺席",
            &[("√", Some(Mark::Present)), ("✓", Some(Mark::Present)), ("×", Some(Mark::Absent))],
        );
        check("△病、事假　√出勤", &[("△", Some(Mark::Leave)), ("√", Some(Mark::Present))]);
        check("迟到或早退◇，缺席×", &[("◇", Some(Mark::Late)), ("×", Some(Mark::Absent))]);
        check(
            "☆9:15后迟到 ●年假 √出勤",
            &[("☆", Some(Mark::Late)), ("●", Some(Mark::Leave)), ("√", Some(Mark::Present))],
        );
    }

    #[test]
    fn what_is_not_understood_has_no_meaning() {
        check("√出勤　○挂职锻炼　△公差/事假", &[("√", Some(Mark::Present)), ("○", None), ("△", None)]);
        check("√参加　○未参加", &[("√", Some(Mark::Present)), ("○", Some(Mark::Absent))]);
        check("√出勤　○公休假", &[("√", Some(Mark::Present)), ("○", Some(Mark::Leave))]);
    }

    #[test]
    fn what_blank_cells_mean() {
        for text in [
            "√到会，空白表示缺席",
            "√——出勤 ×——请假；空白——缺勤",
            "√为出勤，未参加的不填",
            "空格：缺席　√：出勤",
        ] {
            assert_eq!(blank(text), Some(Mark::Absent), "{text}");
            assert!(is_legend(text), "{text}");
        }
        assert_eq!(blank("×缺席　○请假　空白为正常出勤"), Some(Mark::Present));
        for text in ["√到会 ×缺席", "空白处由考勤员填写", "请勿留空", ""] {
            assert_eq!(blank(text), None, "{text}");
        }
    }

    #[test]
    fn legends_in_further_writings() {
        use Mark::{Absent, Late, Leave, OnDuty, PersonalLeave, Present, SickLeave};
        let signs = |text: &str, expected: &[(&str, Option<Mark>)]| check(text, expected);
        signs(
            "√（出勤） ×（旷课） ⊙（因公）",
            &[("√", Some(Present)), ("×", Some(Absent)), ("⊙", Some(OnDuty))],
        );
        signs(
            "注：√到会；○请假；△出差；／未安排",
            &[("√", Some(Present)), ("○", Some(Leave)), ("△", Some(OnDuty)), ("/", None)],
        );
        signs("1到 0缺 2假", &[("1", Some(Present)), ("0", Some(Absent)), ("2", Some(Leave))]);
        signs("到√ 缺× 假○", &[("√", Some(Present)), ("×", Some(Absent)), ("○", Some(Leave))]);
        signs("√＝到 ×＝缺", &[("√", Some(Present)), ("×", Some(Absent))]);
        signs("√-到,×-未到,△-假", &[("√", Some(Present)), ("×", Some(Absent)), ("△", Some(Leave))]);
        signs("A:出勤 B:请假 C:缺勤", &[("A", Some(Present)), ("B", Some(Leave)), ("C", Some(Absent))]);
        signs(
            "考勤：出勤√、事假○、病假☆、旷工×、迟到◎",
            &[
                ("√", Some(Present)),
                ("○", Some(PersonalLeave)),
                ("☆", Some(SickLeave)),
                ("×", Some(Absent)),
                ("◎", Some(Late)),
            ],
        );
        signs("●出席 ○缺席 ◎请假", &[("●", Some(Present)), ("○", Some(Absent)), ("◎", Some(Leave))]);
        signs("■到会　□未到会", &[("■", Some(Present)), ("□", Some(Absent))]);
        signs(
            "“√”表示到会、“×”表示未到、“△”表示请假",
            &[("√", Some(Present)), ("×", Some(Absent)), ("△", Some(Leave))],
        );
        signs("到会打√，缺席打×，公出打⊕", &[("√", Some(Present)), ("×", Some(Absent)), ("⊕", Some(OnDuty))]);
        signs(
            "符号：P—出席，A—缺席，L—请假",
            &[("P", Some(Present)), ("A", Some(Absent)), ("L", Some(Leave))],
        );
        signs(
            "√：到会　○：病假　◇：事假",
            &[("√", Some(Present)), ("○", Some(SickLeave)), ("◇", Some(PersonalLeave))],
        );
    }

    #[test]
    fn what_is_a_legend() {
        for text in
            ["√出勤 ×缺席", "注：P-出勤 A-缺席", "甲=出勤 乙=缺席", "P 出勤 L 迟到 A 缺席", "√参加 ☆支援外地"]
        {
            assert!(is_legend(text), "{text}");
        }
        for text in [
            "出勤次数 请假次数 缺席次数",
            "应到12人，实到11人，请假1人",
            "说明：实到 11，请假 1，缺席 0",
            "备注：张三3月请假，已补学",
            "2026年上半年学习考勤表",
            "记录人：李四",
            "实到+请假+缺席+公差=应到",
            "出勤→请假→缺席→补学",
            "√",
        ] {
            assert!(!is_legend(text), "{text}");
        }
        assert!(is_part("√") && is_part("缺席") && is_part("图例：") && is_part("√ 出勤"));
        assert!(!is_part("周远志") && !is_part("12") && !is_part("党委书记"));
    }
}
