//! Attendance marks: what a sign in a cell means, by the unit's own legend, else by custom.
//!
//! There is no national standard for these signs, so the legend of the sheet rules. Custom
//! fills in what the legend leaves out; a legend that turns √ into absence, or gives one
//! sign two meanings, is an error that stops the report.

use std::collections::BTreeMap;

use crate::dossier::writing::day::{self, LooseDay};
use crate::dossier::writing::squeeze::squeeze;
use crate::origin::Origin;

/// What a mark means for the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// 出勤: due and present.
    Present,
    /// 迟到 or 早退: due and present, counted apart too.
    Late,
    /// 公差: due, not present; left out of the effective rate.
    OnDuty,
    /// 病假: due, not present.
    SickLeave,
    /// 事假: due, not present.
    PersonalLeave,
    /// 请假 without a reason: due, not present.
    Leave,
    /// 缺席: due, not present, no leave.
    Absent,
    /// 补学: due, not present, made up for afterwards.
    MadeUp,
    /// 列席: not due, counted apart.
    Observer,
    /// 未任职 or 离任: not due.
    NotInPost,
}

impl Mark {
    /// Returns whether the person was due.
    pub fn is_due(self) -> bool {
        !matches!(self, Mark::Observer | Mark::NotInPost)
    }

    /// Returns whether the person was there, on time or late.
    pub fn is_present(self) -> bool {
        matches!(self, Mark::Present | Mark::Late)
    }

    /// Returns whether the person was on leave of any kind.
    pub fn is_leave(self) -> bool {
        matches!(self, Mark::SickLeave | Mark::PersonalLeave | Mark::Leave)
    }

    /// Returns the meaning's name.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Present => "出勤",
            Mark::Late => "迟到",
            Mark::OnDuty => "公差",
            Mark::SickLeave => "病假",
            Mark::PersonalLeave => "事假",
            Mark::Leave => "请假",
            Mark::Absent => "缺席",
            Mark::MadeUp => "补学",
            Mark::Observer => "列席",
            Mark::NotInPost => "未任职",
        }
    }
}

/// Words for each meaning, as they stand in legends and in cells.
const WORDS: [(&str, Mark); 47] = [
    ("正常参加", Mark::Present),
    ("正常", Mark::Present),
    ("全勤", Mark::Present),
    ("已签到", Mark::Present),
    ("正常出勤", Mark::Present),
    ("出勤", Mark::Present),
    ("出席", Mark::Present),
    ("到会", Mark::Present),
    ("参加", Mark::Present),
    ("参学", Mark::Present),
    ("签到", Mark::Present),
    ("实到", Mark::Present),
    ("已到", Mark::Present),
    ("迟到", Mark::Late),
    ("早退", Mark::Late),
    ("因公出差", Mark::OnDuty),
    ("因公请假", Mark::OnDuty),
    ("公差", Mark::OnDuty),
    ("出差", Mark::OnDuty),
    ("公务", Mark::OnDuty),
    ("公假", Mark::OnDuty),
    ("因公", Mark::OnDuty),
    ("病假", Mark::SickLeave),
    ("因病请假", Mark::SickLeave),
    ("因病", Mark::SickLeave),
    ("事假", Mark::PersonalLeave),
    ("因事请假", Mark::PersonalLeave),
    ("因事", Mark::PersonalLeave),
    ("请假", Mark::Leave),
    ("休假", Mark::Leave),
    ("无故缺席", Mark::Absent),
    ("未请假", Mark::Absent),
    ("旷会", Mark::Absent),
    ("旷学", Mark::Absent),
    ("缺席", Mark::Absent),
    ("缺勤", Mark::Absent),
    ("未到", Mark::Absent),
    ("缺课", Mark::Absent),
    ("已补学", Mark::MadeUp),
    ("补学", Mark::MadeUp),
    ("补课", Mark::MadeUp),
    ("列席", Mark::Observer),
    ("旁听", Mark::Observer),
    ("扩大", Mark::Observer),
    ("未任职", Mark::NotInPost),
    ("不在任", Mark::NotInPost),
    ("离任", Mark::NotInPost),
];

/// Signs by custom, used where the legend is silent.
const SIGNS: [(&str, Mark); 39] = [
    ("✅", Mark::Present),
    ("❌", Mark::Absent),
    ("——", Mark::NotInPost),
    ("√", Mark::Present),
    ("✓", Mark::Present),
    ("✔", Mark::Present),
    ("☑", Mark::Present),
    ("V", Mark::Present),
    ("v", Mark::Present),
    ("到", Mark::Present),
    ("1", Mark::Present),
    ("迟", Mark::Late),
    ("早", Mark::Late),
    ("◇", Mark::Late),
    ("公", Mark::OnDuty),
    ("差", Mark::OnDuty),
    ("▲", Mark::OnDuty),
    ("病", Mark::SickLeave),
    ("△", Mark::SickLeave),
    ("事", Mark::PersonalLeave),
    ("○", Mark::PersonalLeave),
    ("〇", Mark::PersonalLeave),
    ("O", Mark::PersonalLeave),
    ("假", Mark::Leave),
    ("休", Mark::Leave),
    ("×", Mark::Absent),
    ("✗", Mark::Absent),
    ("✘", Mark::Absent),
    ("X", Mark::Absent),
    ("x", Mark::Absent),
    ("缺", Mark::Absent),
    ("旷", Mark::Absent),
    ("补", Mark::MadeUp),
    ("√(补)", Mark::MadeUp),
    ("√（补）", Mark::MadeUp),
    ("列", Mark::Observer),
    ("—", Mark::NotInPost),
    ("-", Mark::NotInPost),
    ("/", Mark::NotInPost),
];

/// The meanings that a sheet's own legend gives to its signs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Legend {
    /// Sign to meaning, with the cell that says so.
    signs: BTreeMap<String, (Mark, Origin)>,
}

/// A sign that a legend gives a meaning it cannot have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LegendConflict {
    /// The sign.
    pub sign: String,
    /// The meaning given.
    pub found: Mark,
    /// The meaning expected or given before.
    pub expected: Mark,
    /// The legend's cell.
    pub origin: Origin,
}

impl Legend {
    /// Takes in the pairs that a legend's text holds.
    pub(crate) fn learn(&mut self, text: &str, origin: &Origin) -> Vec<LegendConflict> {
        let mut conflicts = Vec::new();
        for (sign, mark) in pairs(text) {
            let expected = match (sign.as_str(), self.signs.get(&sign)) {
                (_, Some((before, _))) if *before != mark => Some(*before),
                // These two mean the same in every office of the country.
                ("√" | "✓" | "✔", _) if !mark.is_present() => Some(Mark::Present),
                ("×" | "✗" | "✘", _) if mark.is_present() => Some(Mark::Absent),
                _ => None,
            };
            match expected {
                Some(expected) => {
                    let origin = origin.clone();
                    conflicts.push(LegendConflict { sign, found: mark, expected, origin });
                }
                None => {
                    self.signs.insert(sign, (mark, origin.clone()));
                }
            }
        }
        conflicts
    }

    /// Returns whether the legend says anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }

    /// Returns the signs that a cell may hold, for a hint.
    pub(crate) fn signs(&self) -> String {
        if self.is_empty() {
            return "√ × ○ △ 或 出勤、迟到、公差、病假、事假、缺席、补学、列席".to_string();
        }
        self.signs.keys().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Returns what a cell's text means.
    pub(crate) fn read(&self, text: &str) -> Option<Mark> {
        // Most cells hold one sign and nothing else.
        let sign = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{fe0f}');
        if let Some((mark, _)) = self.signs.get(sign) {
            return Some(*mark);
        }
        if let Some((_, mark)) = SIGNS.iter().find(|(known, _)| *known == sign) {
            return Some(*mark);
        }
        self.read_words(&squeeze(sign))
    }

    /// Returns what a text without spaces means.
    fn read_words(&self, text: &str) -> Option<Mark> {
        if let Some((mark, _)) = self.signs.get(text) {
            return Some(*mark);
        }
        // 补(3.20) or √(补) tell when or how it was made up for; √(迟到) is late.
        if let Some((head, tail)) = text.split_once(['(', '（']) {
            let tail = tail.trim_end_matches([')', '）']);
            let open = ["未补", "待补", "拟补", "需补", "应补"].iter().any(|word| tail.contains(word));
            if tail.contains('补') && !open || matches!(head, "补" | "补学" | "已补学") {
                return Some(Mark::MadeUp);
            }
            let mark = self.read_words(head)?;
            let late = mark == Mark::Present && ["迟", "早退"].iter().any(|word| tail.contains(word));
            return Some(if late { Mark::Late } else { mark });
        }
        let by_sign = SIGNS.iter().find(|(sign, _)| *sign == text);
        let by_word = || WORDS.iter().find(|(word, _)| *word == text);
        if let Some((_, mark)) = by_sign.or_else(by_word) {
            return Some(*mark);
        }
        // 补3.20 without brackets.
        let day = text.strip_prefix("已").unwrap_or(text).strip_prefix('补')?;
        let day = day.trim_start_matches(['学', '课', '：', ':', '于']);
        day::written_text(day).map(|_| Mark::MadeUp)
    }

    /// Returns the day on which a text says that a session was made up for.
    pub(crate) fn made_up_on(text: &str) -> Option<LooseDay> {
        let text = squeeze(text);
        let pieces = text.split(['(', '（', ')', '）', '，', ',', '；', ';', '。', '补', '于']);
        let is_noise = |c: char| "学课日期时间：:已于√在".contains(c) && c != '日';
        let mut days = pieces.filter_map(|piece| day::written_text(piece.trim_matches(is_noise)));
        // 3月11日请假，3月20日补学: the last day is that of the making up.
        days.next_back().map(|day| day.first)
    }

    /// Returns whether the legend gives a sign another meaning than it has without one.
    pub(crate) fn differs_from_custom(&self) -> bool {
        let custom = Legend::default();
        self.signs.iter().any(|(sign, (mark, _))| custom.read(sign) != Some(*mark))
    }
}

/// A piece of a legend.
#[derive(Debug, PartialEq)]
enum Token {
    Sign(String),
    Word(Mark),
}

/// Returns whether a text explains marks: it says so, or gives √ or × a meaning and more.
///
/// A row of column heads (出勤次数, 请假次数 …) also holds such words, but no signs.
pub(crate) fn is_legend(text: &str) -> bool {
    let labelled = ["图例", "符号", "标记", "说明", "注", "备注", "考勤符号"];
    let pairs = pairs(text);
    let known = |sign: &str| SIGNS.iter().any(|(known, _)| *known == sign);
    let named = labelled.iter().any(|label| squeeze(text).starts_with(label));
    let tick_or_cross = pairs.iter().any(|(sign, _)| "√✓✔×✗✘".contains(sign.as_str()));
    pairs.len() >= 2 && (tick_or_cross || named && pairs.iter().any(|(sign, _)| known(sign)))
}

/// Returns whether a text is one entry of a legend, such as `√ 出勤` in a cell of its own.
pub(crate) fn is_legend_entry(text: &str) -> bool {
    let pairs = pairs(text);
    let known = |sign: &str| {
        SIGNS.iter().any(|(known, _)| *known == sign) || sign.chars().all(|c| !c.is_alphanumeric())
    };
    pairs.len() == 1 && pairs.iter().all(|(sign, _)| known(sign)) && squeeze(text).chars().count() <= 12
}

/// Returns whether a text pairs one sign with one meaning, whatever the sign.
pub(crate) fn is_pair(text: &str) -> bool {
    pairs(text).len() == 1 && squeeze(text).chars().count() <= 12
}

/// Returns the sign–meaning pairs of a legend such as `图例：√出勤　×缺席　○ 事假`.
///
/// Signs may stand before their words or after them; which, is told by what comes first.
fn pairs(text: &str) -> Vec<(String, Mark)> {
    let tokens = tokens(text);
    let sign_first = matches!(tokens.first(), Some(Token::Sign(_)));
    let mut pairs = Vec::new();
    let mut sign: Option<String> = None;
    let mut word: Option<Mark> = None;
    for token in tokens {
        match token {
            Token::Sign(s) => match word.take() {
                Some(mark) if !sign_first => pairs.push((s, mark)),
                // √——出勤: a dash after a sign is glue.
                _ if sign.is_some() && is_dash(&s) => {}
                _ => sign = Some(s),
            },
            Token::Word(mark) => match sign.take() {
                Some(s) if sign_first => pairs.push((s, mark)),
                // Further words after a pair (迟到/早退) mean the same sign.
                _ => word = Some(mark),
            },
        }
    }
    pairs
}

fn is_dash(sign: &str) -> bool {
    sign.chars().all(|c| matches!(c, '—' | '-' | '–' | '─'))
}

fn tokens(text: &str) -> Vec<Token> {
    let text = crate::dossier::writing::squeeze::normalise(text);
    let mut body = text.as_str();
    for label in ["考勤符号说明", "符号说明", "标记说明", "考勤标记", "图例", "说明", "备注", "标记", "注"]
    {
        if let Some(rest) = body.strip_prefix(label) {
            body = rest.trim_start_matches(['：', ':', ' ']);
            break;
        }
    }
    let mut tokens = Vec::new();
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        let word = WORDS.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        if let Some((word, mark)) = word {
            tokens.push(Token::Word(*mark));
            rest = &rest[word.len()..];
            continue;
        }
        let glue = ["表示", "代表", "为", "是", "指", "即"].iter().find(|glue| rest.starts_with(**glue));
        if let Some(glue) = glue {
            rest = &rest[glue.len()..];
            continue;
        }
        if c.is_whitespace() || "：:，,、；;。.“”\"'‘’（）()【】[]=＝".contains(c) {
            rest = &rest[c.len_utf8()..];
            continue;
        }
        // A sign of several characters, such as √补, is written without a gap.
        let known = SIGNS.iter().filter(|(s, _)| rest.starts_with(s)).max_by_key(|(s, _)| s.len());
        let sign = match known {
            Some((sign, _)) => (*sign).to_string(),
            None => c.to_string(),
        };
        rest = &rest[sign.len()..];
        tokens.push(Token::Sign(sign));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::origin::Place;

    fn origin() -> Origin {
        let place = Place { file_index: 0, sheet_index: 0, file: "f".into(), sheet: None };
        Origin { place: Arc::new(place), row: 0, col: 0 }
    }

    #[track_caller]
    fn check_pairs(text: &str, expected: &[(&str, Mark)]) {
        let found = pairs(text);
        let found: Vec<(&str, Mark)> = found.iter().map(|(s, m)| (s.as_str(), *m)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn legends_in_every_writing() {
        let four =
            [("√", Mark::Present), ("×", Mark::Absent), ("○", Mark::PersonalLeave), ("△", Mark::SickLeave)];
        for text in [
            "图例：√出勤　×缺席　○事假　△病假",
            "图例: √ 出勤，× 缺席，○ 事假，△ 病假",
            "说明：“√”表示出勤；“×”表示缺席；“○”表示事假；“△”表示病假。",
            "注：出勤√、缺席×、事假○、病假△",
            "√——出勤 ×——缺席 ○——事假 △——病假",
            "出勤（√） 缺席（×） 事假（○） 病假（△）",
        ] {
            check_pairs(text, &four);
        }
        check_pairs(
            "公 公差　迟 迟到　补 补学　— 未任职",
            &[("公", Mark::OnDuty), ("迟", Mark::Late), ("补", Mark::MadeUp), ("—", Mark::NotInPost)],
        );
    }

    #[test]
    fn the_legend_goes_before_custom() {
        let mut legend = Legend::default();
        assert_eq!(legend.learn("○病假 △事假 ★出勤", &origin()), []);
        assert_eq!(legend.read("○"), Some(Mark::SickLeave));
        assert_eq!(legend.read(" △ "), Some(Mark::PersonalLeave));
        assert_eq!(legend.read("★"), Some(Mark::Present));
        assert_eq!(legend.read("缺席"), Some(Mark::Absent));
        assert_eq!(legend.read("补（3.20）"), Some(Mark::MadeUp));
        assert_eq!(legend.read("√(补)"), Some(Mark::MadeUp));
        assert_eq!(legend.read("▲▲"), None);
        assert_eq!(legend.read(""), None);
        assert_eq!(legend.read("补3.20"), Some(Mark::MadeUp));
        assert_eq!(legend.read("事假（未补）"), Some(Mark::PersonalLeave));
        assert_eq!(legend.read("√（迟到）"), Some(Mark::Late));
        assert_eq!(legend.read("✔\u{fe0f}"), Some(Mark::Present));
        let on = |text: &str| Legend::made_up_on(text).map(|day| (day.month, day.day));
        assert_eq!(on("补(3.20)"), Some((3, 20)));
        assert_eq!(on("√（3月20日补）"), Some((3, 20)));
        assert_eq!(on("3月11日请假，3月20日已补学"), Some((3, 20)));
        assert_eq!(on("补"), None);
    }

    #[test]
    fn contradictory_legends_are_conflicts() {
        let check = |text: &str, n| {
            assert_eq!(Legend::default().learn(text, &origin()).len(), n, "{text}");
        };
        check("√缺席 ×出勤", 2);
        check("√出勤 ○事假 ○病假", 1);
        check("√出勤 √出勤", 0);
    }
}
