//! Lists of persons in one cell: 周远志、何月清（出差）; 病假：苏晓梅；事假：林向阳.
//!
//! A list counts people, so what is no name is never taken for one: it is handed back to be
//! named.

use crate::dossier::writing::footer::no_entry;
use crate::dossier::writing::mark;
use crate::dossier::writing::squeeze::{normalise, squeeze};
use crate::dossier::writing::value::{self, person};

/// Words that stick to a name as a title: 张三书记.
pub(in crate::dossier) const TITLES: [&str; 24] = [
    "书记",
    "镇长",
    "乡长",
    "县长",
    "区长",
    "市长",
    "主任",
    "主席",
    "委员",
    "部长",
    "局长",
    "所长",
    "站长",
    "组长",
    "秘书",
    "同志",
    "校长",
    "院长",
    "经理",
    "科长",
    "处长",
    "主任科员",
    "先生",
    "干事",
];

/// A person in a list, with what is said beside the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dossier) struct Named {
    /// The name.
    pub name: String,
    /// Why the person is on the list, as it is written; mostly nothing.
    pub note: String,
}

/// What a cell with names says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::dossier) struct NameList {
    /// The persons, in order.
    pub names: Vec<Named>,
    /// What is no name, and what says that names are left out (等12人).
    pub unread: Vec<String>,
}

/// Reads a list of persons.
pub(in crate::dossier) fn read(text: &str) -> NameList {
    let mut list = NameList::default();
    let text = normalise(text);
    for clause in text.split(['；', ';', '。', '\n']).map(str::trim).filter(|clause| !clause.is_empty()) {
        let halves = clause.split_once(['：', ':']).map(|(left, right)| (left.trim(), right.trim()));
        match halves {
            // 病假：苏晓梅
            Some((left, right)) if no_entry(left).is_some() || is_phrase(left) => {
                let note = if is_phrase(left) { left } else { "" };
                add(right, note, &mut list);
            }
            // 苏晓梅：病假
            Some((left, right)) if is_name(&person(left)) && !right.contains(['、', '，', ',']) => {
                list.names.push(Named { name: person(left), note: right.to_string() });
            }
            Some(_) => list.unread.push(clause.to_string()),
            None => add(clause, "", &mut list),
        }
    }
    list
}

/// Adds the persons of a clause; `note` is said of those without one of their own.
fn add(clause: &str, note: &str, list: &mut NameList) {
    for piece in value::list_pieces(clause) {
        let plain = squeeze(&piece);
        if value::says_nothing(&plain) || plain.starts_with(['无', '没']) {
            continue;
        }
        let (whole, is_cut) = match plain.split_once('等') {
            Some((before, after)) if is_rest(after) => (before.to_string(), true),
            _ => (plain.clone(), false),
        };
        match named(&whole) {
            Some(mut found) => {
                if found.note.is_empty() {
                    found.note = note.to_string();
                }
                list.names.push(found);
            }
            None => list.unread.push(plain.clone()),
        }
        if is_cut {
            list.unread.push(plain);
        }
    }
}

/// Returns whether this follows 等 where names are left out: nothing, 12人, 同志.
fn is_rest(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    matches!(text, "" | "人" | "名" | "位" | "同志" | "名成员" | "位成员" | "人参加")
}

/// Returns the person of a piece: 何月清（出差）, 苏晓梅病假, 镇长林向阳.
fn named(piece: &str) -> Option<Named> {
    let name = person(piece);
    let plain = value::without_note(&name).to_string();
    let noted = |name: String, note: &str| Some(Named { name, note: note.to_string() });
    let note = piece
        .split_once(['（', '(', '［', '['])
        .map(|(_, note)| note.trim_end_matches(['）', ')', '］', ']']));
    let note = note.unwrap_or("");
    let chars: Vec<(usize, char)> = plain.char_indices().collect();
    // A name of two to four characters with what became of the person behind it.
    for n in [3, 2, 4] {
        let Some((at, _)) = chars.get(n) else { continue };
        let (name, rest) = plain.split_at(*at);
        let rest = rest.trim_start_matches(['-', '—', '–']);
        if is_name(name) && rest.chars().count() >= 2 && is_phrase(rest) {
            return noted(name.to_string(), rest);
        }
    }
    if is_name(&name) && !is_phrase(&plain) {
        return noted(name, note);
    }
    let title = TITLES.iter().find_map(|title| plain.strip_suffix(title)).filter(|name| is_name(name));
    let titled = || {
        let behind = TITLES.iter().filter_map(|title| plain.rsplit_once(title)).map(|(_, name)| name);
        behind.filter(|name| is_name(name)).min_by_key(|name| name.len())
    };
    title.or_else(titled).and_then(|name| noted(name.to_string(), note))
}

/// Returns whether a text says whether somebody was there.
fn is_phrase(text: &str) -> bool {
    mark::of_phrase(text).is_some()
}

/// Returns whether a text can be a person's name.
pub(in crate::dossier) fn is_name(text: &str) -> bool {
    let plain = value::without_note(text);
    let n_chars = plain.chars().count();
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c) || c >= '\u{20000}';
    let is_dotted = plain.contains('·') && n_chars <= 16 && plain.split('·').all(|part| !part.is_empty());
    plain.chars().all(|c| is_han(c) || c == '·')
        && ((2..=4).contains(&n_chars) || is_dotted)
        && no_entry(plain).is_none()
        && !TITLES.contains(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, names: &str, unread: &[&str]) {
        let list = read(text);
        let name = |named: &Named| match named.note.as_str() {
            "" => named.name.clone(),
            note => format!("{}={note}", named.name),
        };
        let found = list.names.iter().map(name).collect::<Vec<_>>().join(" ");
        assert_eq!(
            (found.as_str(), list.unread),
            (names, unread.iter().map(ToString::to_string).collect()),
            "{text}"
        );
    }

    #[test]
    fn names_with_what_is_said_of_them() {
        check("周远志、何月清，林向阳", "周远志 何月清 林向阳", &[]);
        check("周远志\n何 月\n林向阳", "周远志 何月 林向阳", &[]);
        check("1.周远志 2.何月清", "周远志 何月清", &[]);
        check("何月清（出差）、苏晓梅（病假）", "何月清=出差 苏晓梅=病假", &[]);
        check("何月清：出差；苏晓梅：病假", "何月清=出差 苏晓梅=病假", &[]);
        check("病假：苏晓梅、林向阳；事假：何月清", "苏晓梅=病假 林向阳=病假 何月清=事假", &[]);
        check("请假人员：苏晓梅（病假）", "苏晓梅=病假", &[]);
        check("苏晓梅病假、何月清因公出差", "苏晓梅=病假 何月清=因公出差", &[]);
        check("镇长林向阳、周远志书记", "林向阳 周远志", &[]);
        check("买买提·艾力、张伟（女）", "买买提·艾力 张伟（女）=女", &[]);
        for text in ["无", "/", "—", "", "无缺席", "没有"] {
            check(text, "", &[]);
        }
    }

    #[test]
    fn what_is_no_name_is_handed_back() {
        check("周远志等12人", "周远志", &["周远志等12人"]);
        check("党政办公室全体干部职工", "", &["党政办公室全体干部职工"]);
        check("周远志、除苏晓梅外均参加", "周远志", &["除苏晓梅外均参加"]);
        check("12人", "", &["12人"]);
        check("病假", "", &["病假"]);
    }
}
