//! Attendance stated as lists of names: the columns 实到人员 and 请假人员 of a session register,
//! `请假：苏晓梅（病假）` around a sign-in sheet or in the form of one session.
//!
//! Who is on no list was there only where the sheet says so: by 全体成员, or by counts that leave
//! nobody else. Otherwise nothing is known of them, as of a cell left blank.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{At, Layout, Marks, PersonRow, Reading, Rest, Said, column};
use crate::dossier::records::Field;
use crate::dossier::tables::facts::Fact;
use crate::dossier::tables::header::{Header, texts};
use crate::dossier::writing::day;
use crate::dossier::writing::everyone::is_everyone;
use crate::dossier::writing::footer::is_footer;
use crate::dossier::writing::legend::Legend;
use crate::dossier::writing::mark::{self, Mark};
use crate::dossier::writing::name_list::{self, NameList, Named};
use crate::dossier::writing::squeeze::one_line;
use crate::dossier::writing::value::{self, number};
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::workbook::{Sheet, Value};

/// What a list says of those whom it names, by the key of its column or label; who was due is
/// said of nobody in particular.
const KINDS: [(&str, Option<Mark>); 8] = [
    ("due", None),
    ("present", Some(Mark::Present)),
    ("leave", Some(Mark::Leave)),
    ("absent", Some(Mark::Absent)),
    ("on-duty", Some(Mark::OnDuty)),
    ("made-up", Some(Mark::MadeUp)),
    ("late", Some(Mark::Late)),
    ("observers", Some(Mark::Observer)),
];

/// One list of names.
pub(super) struct List {
    mark: Option<Mark>,
    text: String,
    /// Whether it says that all were there.
    says_all: bool,
    list: NameList,
    at: At,
}

impl List {
    /// Reads a list; nothing where its cell counts heads.
    fn new(mark: Option<Mark>, text: String, at: At) -> Option<List> {
        if is_count(&text) {
            return None;
        }
        let says_all = says_all(&text);
        let list = if says_all { NameList::default() } else { name_list::read(&text) };
        Some(List { mark, text, says_all, list, at })
    }

    /// Returns whether it names anybody, or everybody.
    fn names_somebody(&self) -> bool {
        self.says_all || !self.list.names.is_empty()
    }

    /// Returns whether it is of those who were not there.
    fn is_of_away(&self) -> bool {
        self.mark.is_some_and(|mark| mark.is_due() && !mark.is_present() && mark != Mark::MadeUp)
    }
}

/// Returns what a list by this key says of those whom it names.
fn kind(key: &str) -> Option<Option<Mark>> {
    let key = key.strip_suffix("-names").unwrap_or(key);
    KINDS.iter().find(|(known, _)| *known == key).map(|(_, mark)| *mark)
}

/// Returns whether a list says that all were there, without an exception.
fn says_all(text: &str) -> bool {
    is_everyone(text) && !text.contains(['除', '未', '缺', '假', '没', '无'])
}

/// Returns whether a cell counts heads.
fn is_count(text: &str) -> bool {
    number(&Value::Text(text.to_string())).is_some() || value::says_nothing(text)
}

/// Reads the lists of a register with one row a session; nothing where it has none.
pub(in crate::dossier) fn read<'a>(
    sheet: &'a Sheet,
    header: &Header,
    vocabulary: &Vocabulary,
) -> Option<Marks<'a>> {
    let columns = columns(sheet, header, vocabulary);
    let date_col = *header.columns.get("date")?;
    let mut marks = Marks::without_entries(Register::Attendance, sheet, header);
    marks.layout = Layout::Cells(BTreeMap::new());
    // The session register says by itself where its head was found.
    marks.header = (0, 0);
    for row in sheet.rows.iter().filter(|row| row.index >= header.first_row && !is_footer(row)) {
        let text = |col: u32| sheet.shown(row.index, col).map(|value| value.text().into_owned());
        let list = |(mark, col): &(Option<Mark>, u32)| List::new(*mark, text(*col)?, (row.index, *col));
        let mut lists: Vec<List> = columns.iter().filter_map(list).collect();
        let Some(day) = sheet.shown(row.index, date_col).and_then(|value| day::written_on(sheet, value))
        else {
            continue;
        };
        let is_of =
            |wanted: Mark| lists.iter().any(|list| list.mark == Some(wanted) && list.names_somebody());
        let rest = rest(sheet, header, row.index, &lists);
        if !is_of(Mark::Present) && rest.is_none() {
            continue;
        }
        if let Some(col) = header.columns.get("reason") {
            let fault = give_reasons(&mut lists, &text(*col).unwrap_or_default());
            marks.faults.extend(fault.map(|fault| fault.at(&sheet.origin(row.index, *col))));
        }
        let topic = header.columns.get("topic").copied();
        let topic = Field {
            value: topic.and_then(text).map(|text| one_line(&text)),
            origin: topic.map(|col| sheet.origin(row.index, col)),
        };
        marks.columns.push(column(date_col, day, sheet.origin(row.index, date_col), topic));
        let at = marks.columns.len() - 1;
        marks.columns[at].rest = rest;
        add(&mut marks, at, &lists);
    }
    (!marks.columns.is_empty()).then_some(marks)
}

/// Returns the columns that may hold lists of names: those of the header, and further ones by
/// the words that label such lists.
fn columns(sheet: &Sheet, header: &Header, vocabulary: &Vocabulary) -> Vec<(Option<Mark>, u32)> {
    let known = header.columns.iter().filter_map(|(key, col)| Some((kind(key)?, *col)));
    let mut columns: Vec<(Option<Mark>, u32)> = known.collect();
    for col in (0..sheet.n_cols()).filter(|col| !header.columns.values().any(|known| known == col)) {
        let heads = texts(sheet, header.row, header.depth(), col);
        let label = heads.iter().rev().find_map(|head| vocabulary.label_of(head));
        columns.extend(label.and_then(kind).map(|mark| (mark, col)));
    }
    columns
}

/// Returns what the counts of a row say of those whom its lists do not name: of 应到 4 人 and
/// 实到 3 人 with one name under 缺席 the others were there.
fn rest(sheet: &Sheet, header: &Header, row: u32, lists: &[List]) -> Option<Rest> {
    let count = |key: &str| {
        let col = *header.columns.get(key)?;
        let number = number(sheet.shown(row, col)?)?.value;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
        let count = (number.fract() == 0.0 && (0.0..1e6).contains(&number)).then_some(number as u32);
        count.map(|count| (count, sheet.origin(row, col)))
    };
    if lists.iter().any(|list| list.mark == Some(Mark::Present)) {
        return None;
    }
    let away: Vec<&List> = lists.iter().filter(|list| list.is_of_away()).collect();
    if away.is_empty() || away.iter().any(|list| !list.list.unread.is_empty()) {
        return None;
    }
    let n_away: usize = away.iter().map(|list| list.list.names.len()).sum();
    let ((due, _), (present, origin)) = (count("due")?, count("present")?);
    let n_away = u32::try_from(n_away).ok()?;
    (present.checked_add(n_away) == Some(due)).then_some(Rest { origin, due: Some(due) })
}

/// Gives the reasons of a column of their own to those who were away: one for all of them, as
/// many as there are names, or each with its name; else says that they cannot be told apart.
fn give_reasons(lists: &mut [List], text: &str) -> Option<Diagnostic> {
    let away = lists.iter_mut().filter(|list| list.is_of_away()).flat_map(|list| &mut list.list.names);
    let mut away: Vec<&mut Named> = away.filter(|named| named.note.is_empty()).collect();
    if away.is_empty() || value::says_nothing(text) {
        return None;
    }
    let stated = name_list::read(text);
    let is_named = |named: &Named| away.iter().any(|person| person.name == named.name);
    if !stated.names.is_empty() && stated.names.iter().all(is_named) {
        for person in away {
            if let Some(named) = stated.names.iter().find(|named| named.name == person.name) {
                person.note.clone_from(&named.note);
            }
        }
        return None;
    }
    let reasons: Vec<&str> = text.split(['、', '，', ',', '；', ';', '\n']).map(str::trim).collect();
    match &reasons[..] {
        [one] => away.iter_mut().for_each(|person| person.note = (*one).to_string()),
        several if several.len() == away.len() => {
            away.iter_mut().zip(several).for_each(|(person, reason)| person.note = (*reason).to_string());
        }
        _ => {
            let message = format!("原因 `{}` 与未到的 {} 人对不上，没有使用", one_line(text), away.len());
            let fault = Diagnostic::warning("name-unread", message).value(one_line(text));
            return Some(fault.hint("原因写在各人姓名后的括号里，如 苏晓梅（病假）"));
        }
    }
    None
}

/// Returns the lists among the facts of a session.
pub(super) fn of_facts(facts: &[Fact]) -> Vec<List> {
    let list =
        |fact: &Fact| List::new(kind(&fact.key)?, fact.text.clone(), (fact.origin.row, fact.origin.col));
    facts.iter().filter_map(list).filter(List::names_somebody).collect()
}

/// Adds what lists say of one session.
pub(super) fn add(marks: &mut Marks<'_>, session: usize, lists: &[List]) {
    for list in lists {
        let origin = marks.source.origin(list.at.0, list.at.1);
        if list.says_all {
            if list.mark == Some(Mark::Present) {
                marks.columns[session].rest = Some(Rest { origin, due: None });
            }
            continue;
        }
        if !list.list.unread.is_empty() {
            let unread = list.list.unread.iter().map(|text| format!("`{text}`"));
            let quoted = unread.collect::<Vec<_>>().join("、");
            marks.faults.push(
                Diagnostic::error("name-unread", format!("{quoted} 看不出是哪些人，没有计入考勤"))
                    .at(&origin)
                    .value(one_line(&list.text))
                    .hint("逐个写明姓名，用顿号隔开；原因写在姓名后的括号里"),
            );
        }
        for named in &list.list.names {
            enter(marks, session, list, named);
        }
    }
}

/// Enters what a list says of a person.
fn enter(marks: &mut Marks<'_>, session: usize, list: &List, Named { name, note }: &Named) {
    let origin = marks.source.origin(list.at.0, list.at.1);
    let is_observer = list.mark == Some(Mark::Observer);
    let known = marks.rows.iter().position(|row| row.name == *name);
    let person = known.unwrap_or_else(|| {
        let position = Field::default();
        let row = PersonRow {
            row: list.at.0,
            more: Vec::new(),
            name: name.clone(),
            position,
            origin: origin.clone(),
            is_observer,
        };
        marks.rows.push(row);
        marks.rows.len() - 1
    });
    marks.rows[person].is_observer &= is_observer;
    let Some(mark) = list.mark.map(|mark| noted(mark, note)) else { return };
    let before = marks.said.get(&(person, session)).map(|said| said.reading.clone());
    let reading = match before {
        None => Reading::Mark(mark, None),
        Some(Reading::Mark(before, _)) => match both(before, mark) {
            Some(mark) => Reading::Mark(mark, None),
            None => {
                let message = format!(
                    "`{name}` 这次学习既写在{}名单里，又写在{}名单里，按没有标记处理",
                    before.name(),
                    mark.name()
                );
                let conflict = Diagnostic::warning("mark-conflict", message).at(&origin).value(name.clone());
                marks.faults.push(conflict.hint("核对名单，留下一处"));
                Reading::Blank
            }
        },
        Some(unclear) => unclear,
    };
    marks.said.insert((person, session), Said { reading, at: list.at });
}

/// Returns what a list says of somebody beside whose name something is noted.
fn noted(mark: Mark, note: &str) -> Mark {
    let Some(reason) = Legend::default().read(note).or_else(|| mark::of_phrase(note)) else { return mark };
    match mark {
        Mark::Leave | Mark::Absent if reason.is_reason() => mark::both(mark, reason).unwrap_or(reason),
        Mark::Present if !reason.is_present() || reason == Mark::Late => reason,
        _ => mark,
    }
}

/// Returns what two lists say together of one person.
fn both(first: Mark, second: Mark) -> Option<Mark> {
    let is_away = |mark: Mark| mark.is_due() && !mark.is_present();
    match (first, second) {
        (first, second) if first == second => Some(first),
        (Mark::Present, Mark::Late) | (Mark::Late, Mark::Present) => Some(Mark::Late),
        (Mark::Present, Mark::Observer) | (Mark::Observer, Mark::Present) => Some(Mark::Observer),
        (Mark::MadeUp, away) | (away, Mark::MadeUp) if is_away(away) => Some(Mark::MadeUp),
        (first, second) if is_away(first) && is_away(second) => mark::both(first, second),
        _ => None,
    }
}
