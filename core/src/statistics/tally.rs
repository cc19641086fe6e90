//! Head counts over marks: 应到, 实到, 请假, 缺席 and the rates made of them.

use crate::dossier::{Attendance, Counts, Dossier, Mark, Register, Role};
use crate::origin::Origin;
use crate::statistics::{Key, Measure};

/// Head counts with the cells behind each.
///
/// 实到 + 公差 + 请假 + 缺席 + 补学 + 空白 = 应到, whatever is counted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// 应到.
    pub due: Vec<Origin>,
    /// 实到, on time or late.
    pub present: Vec<Origin>,
    /// The late part of 实到.
    pub late: Vec<Origin>,
    /// 公差.
    pub on_duty: Vec<Origin>,
    /// 请假 of any kind.
    pub leave: Vec<Origin>,
    /// 缺席.
    pub absent: Vec<Origin>,
    /// 补学.
    pub made_up: Vec<Origin>,
    /// Blank or unreadable marks of those who were due.
    pub unknown: Vec<Origin>,
}

impl Tally {
    /// Counts the marks of counted members that `wanted` picks.
    pub fn of(dossier: &Dossier, wanted: impl Fn(&Attendance) -> bool) -> Tally {
        let mut tally = Tally::default();
        for entry in &dossier.attendance {
            let role = dossier.members[entry.member].role;
            if role.counts() && wanted(entry) {
                tally.add(entry, role);
            }
        }
        tally
    }

    /// Counts the marks of counted members apart, in `n_parts` parts that `part` tells: one
    /// pass, since a list may hold thousands of people.
    pub(super) fn parted(
        dossier: &Dossier,
        n_parts: usize,
        part: impl Fn(&Attendance) -> usize,
    ) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); n_parts];
        for entry in &dossier.attendance {
            let role = dossier.members[entry.member].role;
            if role.counts()
                && let Some(tally) = tallies.get_mut(part(entry))
            {
                tally.add(entry, role);
            }
        }
        tallies
    }

    /// Enters a cell wherever its mark counts; what counts is the dossier's to say.
    fn add(&mut self, entry: &Attendance, role: Role) {
        let counts = Counts::of(entry.mark, role);
        for (n, cells) in [
            (counts.due, &mut self.due),
            (counts.present, &mut self.present),
            (counts.late, &mut self.late),
            (counts.on_duty, &mut self.on_duty),
            (counts.leave, &mut self.leave),
            (counts.absent, &mut self.absent),
            (counts.made_up, &mut self.made_up),
            (counts.unknown, &mut self.unknown),
        ] {
            if n > 0 {
                cells.push(entry.origin.clone());
            }
        }
    }

    /// Returns 出勤率 as numerator and denominator.
    pub fn attendance_rate(&self) -> (u64, u64) {
        (n(&self.present), n(&self.due))
    }

    /// Returns one of the figures that marks alone make.
    pub(crate) fn measure(&self, key: Key) -> Measure {
        let count = |cells: &Vec<Origin>| Measure::count(key, n(cells), cells.clone());
        let away = [&self.on_duty, &self.leave, &self.absent];
        match key {
            Key::Due => count(&self.due),
            Key::Present => count(&self.present),
            Key::Late => count(&self.late),
            Key::OnDuty => count(&self.on_duty),
            Key::Leave => count(&self.leave),
            Key::Absent => count(&self.absent),
            Key::MadeUp => count(&self.made_up),
            Key::Unknown => count(&self.unknown),
            Key::AttendanceRate => Measure::rate(key, n(&self.present), n(&self.due), self.due.clone()),
            Key::EffectiveAttendanceRate => {
                let of = n(&self.due) - n(&self.on_duty);
                Measure::rate(key, n(&self.present), of, self.due.clone())
            }
            Key::ParticipationRate => {
                let took_part = n(&self.present) + n(&self.made_up);
                Measure::rate(key, took_part, n(&self.due), self.due.clone())
            }
            Key::MakeUpRate => {
                let mut cells: Vec<Origin> = away.into_iter().flatten().cloned().collect();
                cells.extend(self.made_up.iter().cloned());
                Measure::rate(key, n(&self.made_up), n(&cells), cells)
            }
            _ => Measure::missing(key),
        }
    }
}

fn n(cells: &[Origin]) -> u64 {
    crate::statistics::size(cells.len())
}

/// Counts 列席: by the marks where the attendance register speaks of observers at all, else
/// by the session register's own head counts.
pub(super) fn observers(dossier: &Dossier) -> Measure {
    let role = |entry: &Attendance| dossier.members[entry.member].role;
    let speaks = |entry: &Attendance| role(entry) == Role::Observer || entry.mark == Some(Mark::Observer);
    let attends = |entry: &&Attendance| Counts::of(entry.mark, role(entry)).observers > 0;
    if dossier.attendance.iter().any(speaks) {
        let cells: Vec<Origin> =
            dossier.attendance.iter().filter(attends).map(|entry| entry.origin.clone()).collect();
        return Measure::count(Key::Observers, n(&cells), cells);
    }
    if !dossier.has(Register::Sessions) {
        return Measure::count(Key::Observers, 0, Vec::new());
    }
    let stated = || dossier.sessions.iter().map(|session| &session.stated.observers);
    let total = stated().filter_map(|field| field.value).map(u64::from).sum();
    Measure::count(Key::Observers, total, stated().filter_map(|field| field.evidence()).collect())
}
