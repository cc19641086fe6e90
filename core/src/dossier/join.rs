//! Joins what the attendance registers say with the sessions and the members.

use std::collections::BTreeMap;

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{Column, MAX_MARKS, Marks, Reading};
use crate::dossier::attendance::prepared;
use crate::dossier::attendance::unknown_marks::UnknownMarks;
use crate::dossier::calendar::outside;
use crate::dossier::records::{Attendance, Deed, Field, HeadCounts, Member, Session};
use crate::dossier::registers::sessions;
use crate::dossier::writing::mark::Mark;
use crate::dossier::writing::topic::Topic;
use crate::dossier::writing::value;
use crate::origin::Origin;
use crate::period::Period;

/// Where an attendance column's session stands in the list: sheet, column, session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joined {
    /// Position of the register among all.
    pub sheet: usize,
    /// Position of the column in the register.
    pub column: usize,
    /// Position of the session in the list.
    pub session: usize,
}

/// A session while the list grows, with the registers that have marks for it.
struct DraftSession {
    session: Session,
    marked_by: Vec<usize>,
    /// The first column that marks it.
    marks_origin: Option<Origin>,
}

/// Matches the columns of the attendance registers with the sessions, adding those that the
/// session register does not have.
pub(super) fn sessions(
    sheets: &[Marks<'_>],
    period: Period,
    list: &mut Vec<Session>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Joined> {
    let mut drafts: Vec<DraftSession> = std::mem::take(list)
        .into_iter()
        .map(|session| DraftSession { session, marked_by: Vec::new(), marks_origin: None })
        .collect();
    let mut joined: Vec<Joined> = Vec::new();
    for (sheet, marks) in sheets.iter().enumerate() {
        let mut prepared: Vec<&Column> = Vec::new();
        for (at, column) in marks.columns.iter().enumerate() {
            let is_held =
                || drafts.iter().any(|draft| draft.session.registered && draft.session.date == column.date);
            if column.is_prepared && !is_held() {
                prepared.push(column);
                continue;
            }
            if !period.contains(column.date) {
                diagnostics.push(outside(period, column.date, &column.origin));
                continue;
            }
            let session = session_for_column(&drafts, sheet, column).unwrap_or_else(|| {
                drafts.push(DraftSession {
                    session: of_column(column),
                    marked_by: Vec::new(),
                    marks_origin: None,
                });
                drafts.len() - 1
            });
            if repeats(&drafts, session, column, sheet) {
                diagnostics.push(same_day(column, &drafts[session]));
            }
            let found = &mut drafts[session];
            found.marked_by.push(sheet);
            found.session.marked = true;
            found.marks_origin.get_or_insert_with(|| column.origin.clone());
            complete(&mut found.session, column);
            joined.push(Joined { sheet, column: at, session });
        }
        prepared::note(&prepared, diagnostics);
    }
    merge_misdated(&mut drafts, &mut joined, diagnostics);
    // By day; those that were merged away go.
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by(|a, b| {
        let key = |at: &usize| (drafts[*at].session.date, drafts[*at].session.origin.clone());
        key(a).cmp(&key(b))
    });
    order.retain(|at| drafts[*at].session.registered || drafts[*at].session.marked);
    let places: BTreeMap<usize, usize> = order.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    *list = order.into_iter().map(|at| drafts[at].session.clone()).collect();
    joined.retain_mut(|entry| match places.get(&entry.session) {
        Some(place) => {
            entry.session = *place;
            true
        }
        None => false,
    });
    joined
}

/// Returns the session of that day which the column belongs to.
///
/// Sessions that have no marks yet come first: two of one day are told apart by topic, else
/// taken in order. Next come those that another register has marks for.
fn session_for_column(drafts: &[DraftSession], sheet: usize, column: &Column) -> Option<usize> {
    let topic = Topic::of(column.topic.text());
    let same_topic = |at: &&usize| topic.may_be(&Topic::of(drafts[**at].session.topic.text()));
    let on_day = |at: &usize| drafts[*at].session.date == column.date;
    let free: Vec<usize> =
        (0..drafts.len()).filter(on_day).filter(|at| drafts[*at].marked_by.is_empty()).collect();
    let taken: Vec<usize> = (0..drafts.len())
        .filter(on_day)
        .filter(|at| !drafts[*at].marked_by.is_empty() && !drafts[*at].marked_by.contains(&sheet))
        .collect();
    let fits = free.iter().find(same_topic).or_else(|| taken.iter().find(same_topic));
    fits.or_else(|| free.first()).copied()
}

/// Returns whether a register has two columns of one day that nothing tells apart.
fn repeats(drafts: &[DraftSession], session: usize, column: &Column, sheet: usize) -> bool {
    let topic = Topic::of(column.topic.text());
    drafts[session].marked_by.is_empty()
        && !drafts[session].session.registered
        && drafts.iter().enumerate().any(|(at, other)| {
            at != session
                && other.session.date == column.date
                && other.marked_by.contains(&sheet)
                && topic.may_be(&Topic::of(other.session.topic.text()))
        })
}

fn same_day(column: &Column, of: &DraftSession) -> Diagnostic {
    Diagnostic::warning("duplicate-session", format!("{} 在本表出现两次，按两次学习计", column.date))
        .at(&column.origin)
        .value(of.session.date.to_string())
        .hint("核对日期；同一天确有两次学习的，请写明各自的主题")
}

/// Completes a session with what an attendance register states of it.
fn complete(session: &mut Session, column: &Column) {
    let fill = |into: &mut Field<String>, from: &Field<String>| {
        if !into.is_known() && from.is_known() {
            *into = from.clone();
        }
    };
    fill(&mut session.topic, &column.topic);
    let Some(facts) = &column.facts else { return };
    fill(&mut session.place, &facts.place);
    fill(&mut session.lecturer, &facts.lecturer);
    fill(&mut session.host, &sessions::person(&facts.host));
    if !session.form_text.is_known() && facts.form.is_known() {
        session.form = facts.form.value.as_deref().map(sessions::form);
        session.form_text = facts.form.clone();
    }
    if !session.speakers.is_known()
        && let Some(text) = &facts.speakers.value
    {
        let names = value::people(text);
        session.speakers =
            Field { value: (!names.is_empty()).then_some(names), origin: facts.speakers.origin.clone() };
    }
}

/// Makes a session of which only the attendance register knows.
fn of_column(column: &Column) -> Session {
    Session {
        date: column.date,
        origin: column.origin.clone(),
        topic: Field::default(),
        content: Field::default(),
        place: Field::default(),
        form_text: Field::default(),
        form: None,
        host: Field::default(),
        speakers: Field::default(),
        lecturer: Field::default(),
        hours: Field::default(),
        follow_up: Deed::default(),
        joint: Deed::default(),
        review: Deed::default(),
        recorded: Field::default(),
        stated: HeadCounts::default(),
        registered: false,
        marked: false,
    }
}

/// Merges two sessions of one topic of which each register has one, on different days.
///
/// A topic of four characters or more that occurs once on each side is one session misdated
/// in one register; the session register's day is taken, and it is said.
fn merge_misdated(drafts: &mut [DraftSession], joined: &mut [Joined], diagnostics: &mut Vec<Diagnostic>) {
    let is_lone = |draft: &DraftSession| draft.session.registered != draft.session.marked;
    // Topics that occur once on each side: how often, and where last.
    let mut sides: BTreeMap<Topic, [Vec<usize>; 2]> = BTreeMap::new();
    for (at, lone) in drafts.iter().enumerate().filter(|(_, draft)| is_lone(draft)) {
        let topic = Topic::of(lone.session.topic.text());
        if topic.is_telling() {
            sides.entry(topic).or_default()[usize::from(lone.session.marked)].push(at);
        }
    }
    for [registered, marked] in sides.into_values() {
        let (&[at], &[other]) = (&registered[..], &marked[..]) else { continue };
        let (date, origin) = (drafts[other].session.date, drafts[other].session.origin.clone());
        let session = &mut drafts[at].session;
        diagnostics.push(
            Diagnostic::warning(
                "session-mismatch",
                format!(
                    "`{}` 在考勤表记为 {date}，在统计表记为 {}（{}），按统计表的日期计",
                    session.topic.text(),
                    session.date,
                    session.origin
                ),
            )
            .at(&origin)
            .value(date.to_string())
            .hint("核对这次学习的日期，改正其中之一"),
        );
        session.marked = true;
        drafts[at].marked_by = std::mem::take(&mut drafts[other].marked_by);
        drafts[at].marks_origin = drafts[other].marks_origin.take();
        drafts[other].session.marked = false;
        for entry in joined.iter_mut().filter(|entry| entry.session == other) {
            entry.session = at;
        }
    }
}

/// An entry while registers are joined.
struct Entry {
    member: usize,
    session: usize,
    mark: Option<Mark>,
    made_up_on: Field<Date>,
    origin: Origin,
    /// Whether the cell is blank, as against unreadable.
    is_blank: bool,
    sheet: usize,
    column: usize,
}

/// The entries, and where each person's are among them, by session.
struct Entries {
    all: Vec<Entry>,
    places: Vec<Vec<(usize, usize)>>,
}

impl Entries {
    fn new(n_members: usize) -> Entries {
        Entries { all: Vec::new(), places: vec![Vec::new(); n_members] }
    }

    fn find(&mut self, member: usize, session: usize) -> Option<&mut Entry> {
        let own = &self.places[member];
        let at = own.binary_search_by_key(&session, |(session, _)| *session).ok()?;
        Some(&mut self.all[own[at].1])
    }

    fn push(&mut self, entry: Entry) {
        let own = &mut self.places[entry.member];
        let at = own.partition_point(|(session, _)| *session < entry.session);
        own.insert(at, (entry.session, self.all.len()));
        self.all.push(entry);
    }
}

/// Reads every mark, person by person and session by session.
pub(super) fn marks(
    sheets: &[Marks<'_>],
    joined: &[Joined],
    persons: &[Vec<Option<usize>>],
    members: &[Member],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Attendance> {
    let mut entries = Entries::new(members.len());
    let n_cells = joined.iter().map(|entry| persons[entry.sheet].len()).sum();
    entries.all.reserve(n_cells);
    for (sheet, marks) in sheets.iter().enumerate() {
        let columns: Vec<&Joined> = joined.iter().filter(|entry| entry.sheet == sheet).collect();
        let mut unknown = UnknownMarks::default();
        for (person, member) in persons[sheet].iter().enumerate() {
            let Some(member) = *member else { continue };
            for entry in &columns {
                let date = sessions[entry.session].date;
                let of = (member, &members[member]);
                let Some(read) = read_mark(marks, person, entry, of, date, &mut unknown, diagnostics) else {
                    continue;
                };
                match entries.find(member, entry.session) {
                    Some(before) => agree(before, read, &members[member].name, diagnostics),
                    None => entries.push(read),
                }
            }
        }
        unknown.report(&marks.legend, diagnostics);
    }
    fill_gaps(sheets, joined, persons, members, sessions, &mut entries);
    report_blanks(sheets, &entries.all, members, sessions, diagnostics);
    let attendance = |entry: Entry| Attendance {
        member: entry.member,
        session: entry.session,
        mark: entry.mark,
        made_up_on: entry.made_up_on,
        origin: entry.origin,
    };
    entries.all.into_iter().map(attendance).collect()
}

/// Reads one mark; nothing where the person is not concerned.
fn read_mark(
    marks: &Marks<'_>,
    person: usize,
    joined: &Joined,
    (at, member): (usize, &Member),
    date: Date,
    unknown: &mut UnknownMarks,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Entry> {
    let origin = marks.cell(person, joined.column);
    let in_post = member.in_post(date);
    let entry = |mark, made_up_on, is_blank| {
        let origin = origin.clone();
        let Joined { sheet, column, session } = *joined;
        Some(Entry { member: at, session, mark, made_up_on, origin, is_blank, sheet, column })
    };
    match marks.read(person, joined.column) {
        // A blank says nothing of somebody who was not due anyway.
        Reading::Blank if !in_post || !member.role.counts() => None,
        Reading::Blank => entry(None, Field::default(), true),
        Reading::Unknown(found) => {
            unknown.push(found, &origin);
            entry(None, Field::default(), false)
        }
        Reading::Mark(mark, _) if !in_post => {
            if mark != Mark::NotInPost {
                diagnostics.push(
                    Diagnostic::warning(
                        "mark-outside-term",
                        format!("{date} 不在任职期内，标记 `{}` 未计入", mark.name()),
                    )
                    .at(&origin)
                    .value(mark.name())
                    .hint("核对成员名单中的任职起止"),
                );
            }
            None
        }
        Reading::Mark(mark, made_up_on) => {
            let day = made_up_on.and_then(|day| day.complete(Some(date.year())));
            let made_up_on = Field { value: day, origin: day.map(|_| origin.clone()) };
            entry(Some(mark), made_up_on, false)
        }
    }
}

/// Joins a second mark of the same person at the same session with the first.
fn agree(before: &mut Entry, read: Entry, name: &str, diagnostics: &mut Vec<Diagnostic>) {
    match (before.mark, read.mark) {
        (None, Some(_)) if before.is_blank => *before = read,
        (Some(first), Some(second)) if !compatible(first, second) => diagnostics.push(
            Diagnostic::warning(
                "mark-conflict",
                format!(
                    "`{name}` 这次学习记为{}，另一处记为{}（{}），以后者为准",
                    second.name(),
                    first.name(),
                    before.origin
                ),
            )
            .at(&read.origin)
            .value(second.name())
            .hint("核对两处，改正其中之一"),
        ),
        _ => {}
    }
}

/// Returns whether two marks may both be right: the second a coarser word for the first.
fn compatible(first: Mark, second: Mark) -> bool {
    first == second
        || first.is_present() && second.is_present()
        || first.is_leave() && second.is_leave()
        || first == Mark::MadeUp && second.is_due() && !second.is_present()
        || first == Mark::Observer && second.is_present()
        || second == Mark::Observer && first.is_present()
}

/// Enters a missing mark for members without a row where rows are entries; the others are
/// said to have no row on the sheet.
fn fill_gaps(
    sheets: &[Marks<'_>],
    joined: &[Joined],
    persons: &[Vec<Option<usize>>],
    members: &[Member],
    sessions: &[Session],
    entries: &mut Entries,
) {
    let lists = || joined.iter().filter(|entry| !sheets[entry.sheet].is_grid());
    // No group of people is so large; what would only fill memory is left out.
    if lists().count().saturating_mul(members.len()) > MAX_MARKS {
        return;
    }
    for entry in lists() {
        // A session that a grid covers has its own way of saying who is missing.
        let by_grid = joined.iter().any(|o| o.session == entry.session && sheets[o.sheet].is_grid());
        if by_grid || persons[entry.sheet].iter().all(Option::is_none) {
            continue;
        }
        let Joined { sheet, column, session } = *entry;
        let date = sessions[session].date;
        for (member, _) in members.iter().enumerate().filter(|(_, m)| m.role.counts() && m.in_post(date)) {
            if entries.find(member, session).is_none() {
                let origin = sheets[sheet].columns[column].origin.clone();
                let made_up_on = Field::default();
                entries.push(Entry {
                    member,
                    session,
                    mark: None,
                    made_up_on,
                    origin,
                    is_blank: true,
                    sheet,
                    column,
                });
            }
        }
    }
}

/// Says which marks are missing: cell by cell, or at once where a whole session is blank.
fn report_blanks(
    sheets: &[Marks<'_>],
    entries: &[Entry],
    members: &[Member],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut by_column: BTreeMap<(usize, usize), (usize, Vec<&Entry>)> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.is_blank) {
        by_column.entry((entry.sheet, entry.column)).or_default().1.push(entry);
    }
    for entry in entries {
        if let Some((n, _)) = by_column.get_mut(&(entry.sheet, entry.column)) {
            *n += 1;
        }
    }
    let hint = "补上标记；没有标记的不会算作出勤";
    for ((sheet, column), (n, blanks)) in by_column {
        let date = |entry: &Entry| sessions[entry.session].date;
        if n > 2 && blanks.len() == n {
            let message = format!("{} 这次学习 {n} 人都没有考勤标记，按数据缺项处理", date(blanks[0]));
            let spot = sheets[sheet].column_spot(column);
            diagnostics.push(Diagnostic::warning("blank-mark", message).at(spot).hint(hint));
            continue;
        }
        for entry in blanks {
            // Where rows are entries the cell may be the session's and not the person's.
            let who = match sheets[sheet].is_grid() {
                true => String::new(),
                false => format!("`{}` 在 ", members[entry.member].name),
            };
            let message = format!("{who}{} 这次学习没有考勤标记，按数据缺项处理", date(entry));
            diagnostics.push(Diagnostic::warning("blank-mark", message).at(&entry.origin).hint(hint));
        }
    }
}

/// Returns the head counts that sign-in sheets state, with their sessions.
pub(super) fn stated(sheets: &[Marks<'_>], joined: &[Joined]) -> Vec<(usize, HeadCounts)> {
    let facts = |entry: &Joined| sheets[entry.sheet].columns[entry.column].facts.as_deref();
    joined.iter().filter_map(|entry| Some((entry.session, facts(entry)?.stated.clone()))).collect()
}

/// Names counted members in post who have no row on a sheet that has sessions of the period.
pub(super) fn report_missing_rows(
    sheets: &[Marks<'_>],
    joined: &[Joined],
    persons: &[Vec<Option<usize>>],
    members: &[Member],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (sheet, marks) in sheets.iter().enumerate() {
        // Parts of one sheet, such as printed pages, share their persons.
        let same_place = |other: &usize| sheets[*other].source.place == marks.source.place;
        let parts: Vec<usize> = (0..sheets.len()).filter(same_place).collect();
        if !marks.is_grid() || parts.first() != Some(&sheet) {
            continue;
        }
        let mut listed: Vec<bool> = vec![false; members.len()];
        parts.iter().flat_map(|part| &persons[*part]).flatten().for_each(|at| listed[*at] = true);
        let here = joined.iter().filter(|entry| parts.contains(&entry.sheet));
        let dates: Vec<Date> = here.map(|entry| sessions[entry.session].date).collect();
        for (member, _) in
            members.iter().zip(listed).filter(|(member, listed)| !listed && member.role.counts())
        {
            if dates.iter().any(|date| member.in_post(*date)) {
                diagnostics.push(
                    Diagnostic::warning(
                        "unknown-member",
                        format!("成员名单中的 `{}` 在本表没有一行，其考勤未计入", member.name),
                    )
                    .at(&marks.source.place)
                    .value(member.name.clone())
                    .hint("在考勤表中补上这一行，或核对成员名单"),
                );
            }
        }
    }
}
