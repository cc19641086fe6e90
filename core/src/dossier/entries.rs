//! The marks of the attendance registers, joined into one entry a member and session.

use std::collections::BTreeMap;

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{MAX_MARKS, Marks, Reading};
use crate::dossier::attendance::unknown_marks::UnknownMarks;
use crate::dossier::join::Joined;
use crate::dossier::records::{Attendance, Field, Member, Session};
use crate::dossier::writing::mark::Mark;
use crate::origin::Origin;

/// An entry while registers are joined.
struct Entry {
    member: usize,
    session: usize,
    mark: Option<Mark>,
    missed: Option<Mark>,
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
pub(super) fn of_marks(
    sheets: &[Marks<'_>],
    joined: &[Joined],
    persons: &[Vec<Option<usize>>],
    members: &[Member],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Attendance> {
    let joined = told_whole(sheets, joined, members, sessions, diagnostics);
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
    fill_gaps(sheets, &joined, persons, members, sessions, &mut entries);
    report_blanks(sheets, &entries.all, members, sessions, diagnostics);
    let attendance = |entry: Entry| Attendance {
        member: entry.member,
        session: entry.session,
        mark: entry.mark,
        missed: entry.missed,
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
        let missed = (mark == Some(Mark::MadeUp)).then(|| marks.missed(person, column)).flatten();
        Some(Entry { member: at, session, mark, missed, made_up_on, origin, is_blank, sheet, column })
    };
    match marks.read(person, joined.column) {
        // A blank says nothing of somebody who was not due anyway.
        Reading::Blank if !in_post || !member.role.counts() => None,
        Reading::Blank => match marks.rest_of(person, joined.column) {
            Some(rest) => {
                let there = entry(Some(Mark::Present), Field::default(), false);
                there.map(|entry| Entry { origin: rest.origin.clone(), ..entry })
            }
            // 空白表示缺席: a grid has a cell for everybody, and its legend says what none means.
            None => {
                let mark = marks.legend.blank().filter(|_| marks.is_grid());
                entry(mark, Field::default(), mark.is_none())
            }
        },
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
        (Some(Mark::MadeUp), Some(second)) if second != Mark::MadeUp => before.missed = Some(second),
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

/// Leaves out the sessions whose lists name only who was away, where counts that do not fit the
/// members cannot say that the others were there.
fn told_whole(
    sheets: &[Marks<'_>],
    joined: &[Joined],
    members: &[Member],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Joined> {
    let mut is_told = |entry: &&Joined| {
        let column = &sheets[entry.sheet].columns[entry.column];
        let Some((rest, due)) = column.rest.as_ref().and_then(|rest| Some((rest, rest.due?))) else {
            return true;
        };
        let date = sessions[entry.session].date;
        let n_members = members.iter().filter(|member| member.role.counts() && member.in_post(date)).count();
        let is_told = usize::try_from(due).is_ok_and(|due| due == n_members);
        let message = if is_told {
            format!("{date} 应到、实到人数与未到人员名单相符，没有列名的成员按出勤计")
        } else {
            format!(
                "{date} 应到 {due} 人，在任成员 {n_members} 人，看不出没有列名的人到会没有，这次学习的考勤未计入"
            )
        };
        let told = |new: fn(&'static str, String) -> Diagnostic| new("names-left-out", message.clone());
        diagnostics.push(match is_told {
            true => told(Diagnostic::note).at(&rest.origin),
            false => told(Diagnostic::warning).at(&rest.origin).hint("写明实到人员，或补上成员名单"),
        });
        is_told
    };
    joined.iter().filter(|entry| is_told(entry)).copied().collect()
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
        let Joined { sheet, column, session } = *entry;
        let rest = sheets[sheet].columns[column].rest.as_ref();
        if by_grid || rest.is_none() && persons[sheet].iter().all(Option::is_none) {
            continue;
        }
        let date = sessions[session].date;
        for (member, _) in members.iter().enumerate().filter(|(_, m)| m.role.counts() && m.in_post(date)) {
            if entries.find(member, session).is_none() {
                let origin = rest.map_or(&sheets[sheet].columns[column].origin, |rest| &rest.origin).clone();
                let made_up_on = Field::default();
                entries.push(Entry {
                    member,
                    session,
                    mark: rest.map(|_| Mark::Present),
                    missed: None,
                    made_up_on,
                    origin,
                    is_blank: rest.is_none(),
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
