//! Head counts over marks, the one way of counting them: for the sums on an attendance register,
//! for what session registers and sign-in sheets state, and for the statistics.

use crate::dossier::records::Role;
use crate::dossier::writing::mark::Mark;

/// Head counts over some marks.
///
/// 实到 + 公差 + 请假 + 缺席 + 补学 + 空白 = 应到, whatever is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// 应到.
    pub due: u32,
    /// 实到, on time or late.
    pub present: u32,
    /// The late part of 实到.
    pub late: u32,
    /// 公差.
    pub on_duty: u32,
    /// 请假 of any kind.
    pub leave: u32,
    /// The part of 请假 that is 病假.
    pub sick: u32,
    /// The part of 请假 that is 事假.
    pub personal: u32,
    /// 缺席.
    pub absent: u32,
    /// 补学.
    pub made_up: u32,
    /// 列席: who is marked so, and observers who were there.
    pub observers: u32,
    /// Secretaries who were there: neither due nor 列席.
    pub helpers: u32,
    /// Blank or unreadable marks of those who were due: with one nothing can be compared.
    pub unknown: u32,
}

/// What a stated head count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    Due,
    Present,
    Late,
    OnDuty,
    Leave,
    Sick,
    Personal,
    Absent,
    MadeUp,
    Observers,
}

/// Which rate a stated rate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rate {
    /// 出勤率, with or without those on duty elsewhere.
    Attendance,
    /// 参学率, with or without those who made up.
    Participation,
    /// A head that says 参学率 or 出勤率 alike.
    Either,
}

/// What a line of sums on an attendance register holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sum {
    /// Head counts.
    Count(Count),
    /// Rates.
    Rate(Rate),
    /// Means, which are not compared.
    Mean,
}

impl Count {
    /// Returns what is counted.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Count::Due => "应到",
            Count::Present => "实到",
            Count::Late => "迟到",
            Count::OnDuty => "公差",
            Count::Leave => "请假",
            Count::Sick => "病假",
            Count::Personal => "事假",
            Count::Absent => "缺席",
            Count::MadeUp => "补学",
            Count::Observers => "列席",
        }
    }
}

impl Rate {
    /// Returns the rate's name.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Rate::Attendance => "出勤率",
            Rate::Participation | Rate::Either => "参学率",
        }
    }
}

impl Sum {
    /// Returns the sum that a column key of the attendance register means.
    pub(crate) fn of_key(key: &str) -> Option<Sum> {
        Some(match key {
            "n-due" => Sum::Count(Count::Due),
            "n-present" => Sum::Count(Count::Present),
            "n-late" => Sum::Count(Count::Late),
            "n-on-duty" => Sum::Count(Count::OnDuty),
            "n-leave" => Sum::Count(Count::Leave),
            "n-sick" => Sum::Count(Count::Sick),
            "n-personal" => Sum::Count(Count::Personal),
            "n-absent" => Sum::Count(Count::Absent),
            "n-made-up" => Sum::Count(Count::MadeUp),
            "n-observers" => Sum::Count(Count::Observers),
            "rate" => Sum::Rate(Rate::Attendance),
            "participation" => Sum::Rate(Rate::Participation),
            _ => return None,
        })
    }
}

impl Counts {
    /// Counts the mark of somebody in post; an absent mark is blank or unreadable.
    pub(crate) fn of(mark: Option<Mark>, role: Role) -> Counts {
        let mut counts = Counts::default();
        if !role.counts() {
            let is_there = mark.is_some_and(Mark::is_present);
            if mark == Some(Mark::Observer) || is_there && role == Role::Observer {
                counts.observers = 1;
            } else if is_there {
                counts.helpers = 1;
            }
            return counts;
        }
        let Some(mark) = mark else { return Counts { due: 1, unknown: 1, ..counts } };
        counts.due = u32::from(mark.is_due());
        counts.present = u32::from(mark.is_present());
        counts.leave = u32::from(mark.is_leave());
        match mark {
            Mark::Late => counts.late = 1,
            Mark::OnDuty => counts.on_duty = 1,
            Mark::SickLeave => counts.sick = 1,
            Mark::PersonalLeave => counts.personal = 1,
            Mark::Absent => counts.absent = 1,
            Mark::MadeUp => counts.made_up = 1,
            Mark::Observer => counts.observers = 1,
            Mark::Present | Mark::Leave | Mark::NotInPost => {}
        }
        counts
    }

    /// Adds other counts to these.
    pub(crate) fn add(&mut self, other: &Counts) {
        self.due += other.due;
        self.present += other.present;
        self.late += other.late;
        self.on_duty += other.on_duty;
        self.leave += other.leave;
        self.sick += other.sick;
        self.personal += other.personal;
        self.absent += other.absent;
        self.made_up += other.made_up;
        self.observers += other.observers;
        self.helpers += other.helpers;
        self.unknown += other.unknown;
    }

    /// Returns the counts that a stated number may stand for, the strict one first.
    ///
    /// Offices count those who made up later as present or under their reason for staying
    /// away, some count 公差 as leave, and some count their secretary as an observer.
    pub(crate) fn accepted(&self, count: Count) -> [u32; 3] {
        let made_up = self.made_up;
        match count {
            Count::Due => [self.due; 3],
            Count::Present => [self.present, self.present + made_up, self.present],
            Count::Late => [self.late; 3],
            Count::OnDuty => [self.on_duty, self.on_duty + made_up, self.on_duty],
            Count::Leave => [self.leave, self.leave + made_up, self.leave + self.on_duty],
            Count::Sick => [self.sick, self.sick + made_up, self.sick],
            Count::Personal => [self.personal, self.personal + made_up, self.personal],
            Count::Absent => [self.absent, self.absent + made_up, self.absent],
            Count::MadeUp => [made_up; 3],
            Count::Observers => [self.observers, self.observers + self.helpers, self.observers],
        }
    }

    /// Returns the rates that a stated rate may stand for, the strict one first; nothing where
    /// nobody was due.
    pub(crate) fn rates(&self, rate: Rate) -> Option<Vec<f64>> {
        let share = |n: u32, of: u32| f64::from(n) / f64::from(of);
        let attendance = share(self.present, self.due);
        let effective = share(self.present, self.due - self.on_duty);
        let participation = share(self.present + self.made_up, self.due);
        (self.due > 0).then(|| match rate {
            Rate::Attendance => vec![attendance, effective],
            Rate::Participation => vec![participation, attendance],
            Rate::Either => vec![participation, attendance, effective],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_one_part_of_those_due() {
        let marks = [
            Mark::Present,
            Mark::Late,
            Mark::OnDuty,
            Mark::SickLeave,
            Mark::PersonalLeave,
            Mark::Leave,
            Mark::Absent,
            Mark::MadeUp,
            Mark::Observer,
            Mark::NotInPost,
        ];
        let mut all = Counts::default();
        for mark in marks.map(Some).into_iter().chain([None]) {
            let one = Counts::of(mark, Role::Member);
            let parts = one.present + one.on_duty + one.leave + one.absent + one.made_up + one.unknown;
            assert_eq!(parts, one.due, "{mark:?}");
            all.add(&one);
        }
        assert_eq!((all.due, all.present, all.leave, all.observers, all.unknown), (9, 2, 3, 1, 1));
        assert_eq!(all.accepted(Count::Leave), [3, 4, 4]);
    }

    #[test]
    fn who_does_not_count_is_never_due() {
        let of = |mark, role| {
            let counts = Counts::of(mark, role);
            (counts.due, counts.observers, counts.helpers)
        };
        assert_eq!(of(Some(Mark::Present), Role::Observer), (0, 1, 0));
        assert_eq!(of(Some(Mark::Present), Role::Secretary), (0, 0, 1));
        assert_eq!(of(Some(Mark::Observer), Role::Secretary), (0, 1, 0));
        assert_eq!(of(Some(Mark::Absent), Role::Observer), (0, 0, 0));
        assert_eq!(of(None, Role::Observer), (0, 0, 0));
    }

    #[test]
    fn rates_need_somebody_due() {
        assert_eq!(Counts::default().rates(Rate::Either), None);
        let counts = Counts { due: 10, present: 6, on_duty: 2, made_up: 1, ..Counts::default() };
        assert_eq!(counts.rates(Rate::Attendance), Some(vec![0.6, 0.75]));
        assert_eq!(counts.rates(Rate::Participation), Some(vec![0.7, 0.6]));
    }
}
