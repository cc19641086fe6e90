//! A sheet's own legend: which meaning it gives to which sign, and how a cell is read by it.
//!
//! A legend that turns √ into absence, or gives one sign two meanings, is an error that stops
//! the report. A sign that it explains in words that are not understood has no meaning here,
//! not even the customary one.

use std::collections::BTreeMap;

use crate::dossier::writing::clock::{self, Clock};
use crate::dossier::writing::day::{self, LooseDay};
pub(crate) use crate::dossier::writing::legend_text::{is_legend, is_legend_entry, is_pair, is_part};

use crate::dossier::writing::legend_text::{Pair, blank, pairs};
use crate::dossier::writing::mark::{self, Mark};
use crate::dossier::writing::squeeze::squeeze;
use crate::origin::Origin;
use crate::workbook::Value;

/// A cell with more characters than this is a sentence and no mark.
const MAX_MARK_CHARS: usize = 24;

/// The meanings that a sheet's own legend gives to its signs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Legend {
    /// Sign to meaning, with the cell that says so.
    signs: BTreeMap<String, Entry>,
    /// The usual form of each sign, with the meaning when all signs of that form have the same.
    usual: BTreeMap<String, Option<Mark>>,
    /// What a blank cell means.
    blank: Option<Mark>,
}

/// What a legend says of a sign.
#[derive(Debug, Clone)]
struct Entry {
    /// The meaning, where it is understood.
    mark: Option<Mark>,
    /// The words of the meaning.
    words: String,
    /// The cell.
    origin: Origin,
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
        self.blank = self.blank.or_else(|| blank(text));
        for Pair { sign, words, mark } in pairs(text) {
            let before = self.signs.get(&sign).and_then(|entry| entry.mark);
            let Some(found) = mark else {
                if before.is_none() {
                    self.put(sign, Entry { mark, words, origin: origin.clone() });
                }
                continue;
            };
            let expected = match (mark::usual(&sign), before) {
                (_, Some(before)) if before != found => Some(before),
                // These two mean the same in every office of the country; V and X do not.
                ("√", _) if !sign.is_ascii() && !found.is_present() => Some(Mark::Present),
                ("×", _) if !sign.is_ascii() && found.is_present() => Some(Mark::Absent),
                _ => None,
            };
            match expected {
                Some(expected) => {
                    conflicts.push(LegendConflict { sign, found, expected, origin: origin.clone() });
                }
                None => self.put(sign, Entry { mark, words, origin: origin.clone() }),
            }
        }
        conflicts
    }

    fn put(&mut self, sign: String, entry: Entry) {
        let usual = self.usual.entry(mark::usual(&sign).to_string());
        usual.and_modify(|mark| *mark = mark.filter(|mark| Some(*mark) == entry.mark)).or_insert(entry.mark);
        self.signs.insert(sign, entry);
    }

    /// Returns what a cell with nothing in it means, where the legend says so.
    pub(crate) fn blank(&self) -> Option<Mark> {
        self.blank
    }

    /// Returns whether the legend says anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }

    /// Returns the signs that a cell may hold, for a hint.
    pub(crate) fn signs(&self) -> String {
        let understood = self.signs.iter().filter(|(_, entry)| entry.mark.is_some());
        let signs: Vec<&str> = understood.map(|(sign, _)| sign.as_str()).collect();
        if signs.is_empty() {
            return "√ × ○ △ 或 出勤、迟到、公差、病假、事假、缺席、补学、列席".to_string();
        }
        signs.join(" ")
    }

    /// Returns the words with which the legend explains a sign, where they are not understood.
    pub(crate) fn not_understood(&self, text: &str) -> Option<(&str, &Origin)> {
        let entry = self.signs.get(&squeeze(text)).filter(|entry| entry.mark.is_none())?;
        Some((&entry.words, &entry.origin))
    }

    /// Returns what a cell means: a text, or the time at which somebody signed in.
    pub(crate) fn read_value(&self, value: &Value) -> Option<Mark> {
        match value {
            Value::Hours(hours) => (0.0 < *hours && *hours < 24.0).then_some(Mark::Present),
            _ => self.read(&value.text()),
        }
    }

    /// Returns what a cell's text means; a time of day says that somebody signed in, unless the
    /// words beside it say something else.
    pub(crate) fn read(&self, text: &str) -> Option<Mark> {
        let plain = squeeze(text);
        if self.signs.contains_key(&plain) {
            return self.read_plain(&plain);
        }
        match clock::read(text) {
            Some(Clock { words, .. }) if words.is_empty() => Some(Mark::Present),
            Some(Clock { words, .. }) => self.read_plain(&words),
            None => self.read_plain(&plain),
        }
    }

    /// Returns what a text without spaces means.
    fn read_plain(&self, text: &str) -> Option<Mark> {
        if let Some(entry) = self.signs.get(text) {
            return entry.mark;
        }
        if let Some(mark) = self.usual.get(mark::usual(text)) {
            return *mark;
        }
        if let Some(mark) = mark::of_sign(text) {
            return Some(mark);
        }
        if text.chars().count() > MAX_MARK_CHARS {
            return None;
        }
        // 请假（出差）, 请假：开会, 3月11日请假，3月20日补学.
        let parting = |c: char| "(（[［【：:，,；;、".contains(c);
        if let Some((head, tail)) = text.split_once(parting)
            && !head.is_empty()
        {
            let tail = tail.trim_matches(|c: char| parting(c) || ")）]］】。".contains(c));
            return self.read_with(head, tail);
        }
        if mark::says_made_up(text) && mark::of_phrase(text).is_none_or(|mark| !mark.is_present()) {
            return Some(Mark::MadeUp);
        }
        mark::of_phrase(text)
    }

    /// Returns what a mark with a remark behind it means.
    ///
    /// A remark that is understood completes the mark; one that is not leaves it as it is, but
    /// none may contradict it: √（请假） is not understood.
    fn read_with(&self, head: &str, tail: &str) -> Option<Mark> {
        let made_up_head = matches!(head, "补" | "补学" | "已补学" | "已补");
        if mark::says_made_up(tail) || made_up_head && day::written_text(tail).is_some() {
            return Some(Mark::MadeUp);
        }
        if mark::is_unclear(tail) {
            return None;
        }
        let mark = self.read_plain(head)?;
        match self.read_plain(tail) {
            Some(remark) => mark::both(mark, remark),
            None => Some(mark),
        }
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
        self.signs.iter().any(|(sign, entry)| custom.read(sign) != entry.mark)
    }
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
    fn learnt(text: &str) -> Legend {
        let mut legend = Legend::default();
        assert_eq!(legend.learn(text, &origin()), [], "{text}");
        legend
    }

    #[test]
    fn the_legend_goes_before_custom() {
        let legend = learnt("○病假 △事假 ★出勤");
        assert_eq!(legend.read("○"), Some(Mark::SickLeave));
        assert_eq!(legend.read(" △ "), Some(Mark::PersonalLeave));
        assert_eq!(legend.read("★"), Some(Mark::Present));
        assert_eq!(legend.read("缺席"), Some(Mark::Absent));
        assert_eq!(legend.read("▲▲"), None);
        assert_eq!(legend.read(""), None);
    }

    #[test]
    fn what_a_legend_says_in_other_words_is_not_guessed() {
        let legend = learnt("√出勤 ×缺席 ○挂职锻炼 △外出参加培训");
        assert_eq!(legend.read("○"), None);
        assert_eq!(legend.read("△"), None);
        assert_eq!(legend.not_understood("○").map(|(words, _)| words), Some("挂职锻炼"));
        assert_eq!(legend.not_understood("√"), None);
        assert_eq!(legend.signs(), "× √");
    }

    #[test]
    fn look_alikes_follow_the_legend() {
        let legend = learnt("✔出勤 ╳缺席 O事假");
        assert_eq!(legend.read("√"), Some(Mark::Present));
        assert_eq!(legend.read("X"), Some(Mark::Absent));
        assert_eq!(legend.read("○"), Some(Mark::PersonalLeave));
        // Where the legend tells them apart, a third of the kind is neither.
        let legend = learnt("√出勤 V迟到 ×缺席");
        assert_eq!((legend.read("√"), legend.read("V")), (Some(Mark::Present), Some(Mark::Late)));
        assert_eq!(legend.read("∨"), None);
    }

    #[test]
    fn cells_with_remarks() {
        let check = |text: &str, expected| assert_eq!(Legend::default().read(text), expected, "{text}");
        for text in
            ["补（3.20）", "√(补)", "补3.20", "病假（3月20日补学）", "3月11日请假，3月20日补学", "√（补）"]
        {
            check(text, Some(Mark::MadeUp));
        }
        for text in ["√（迟到）", "√(晚到)", "出勤（早退）", "√，迟到"] {
            check(text, Some(Mark::Late));
        }
        for text in ["公（出差）", "假(公务)", "请假：出差", "缺席（因公）", "公差"] {
            check(text, Some(Mark::OnDuty));
        }
        for text in ["假（病）", "请假（住院）", "缺席：病假", "病假2天"] {
            check(text, Some(Mark::SickLeave));
        }
        for text in ["事假（未补）", "事假（补假条）", "请假（事）", "事假一天"] {
            check(text, Some(Mark::PersonalLeave));
        }
        check("请假（补签）", Some(Mark::Leave));
        check("请假：开会", Some(Mark::Leave));
        check("缺席（外出培训）", Some(Mark::Absent));
        for text in ["√\u{200b}", "\u{feff}√", "✔\u{fe0f}", " √\n", "√（主持）", "TRUE", "已签"]
        {
            check(text, Some(Mark::Present));
        }
        for text in ["√（请假）", "√（代签）", "代签", "补假条", "√√×", "0"] {
            check(text, None);
        }
    }

    #[test]
    fn days_of_making_up() {
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
        check("√出勤 ×迟到", 1);
        check("√出勤 ○事假 ○病假", 1);
        check("√出勤 √出勤", 0);
        check("√出勤 ○公休假 公 公差", 0);
        check("√出勤 ◇迟到/早退 /未任职", 0);
    }
}
