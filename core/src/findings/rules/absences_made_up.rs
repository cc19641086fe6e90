//! 1.7 补学落实率.
//!
//! **What it finds.** 补学 over absences of any reason, made up or not, of sessions held at least
//! thirty days before the period ended: so long an office has for making up, as its own measure
//! says. Below 100 % it is flagged (domain notes 1.7: after 30 d), at 0 severe. The published
//! figure `make-up-rate` counts the later absences too.
//!
//! **Why it matters.** Absence with an excuse is still absence until the study is made up.
//!
//! **Example.** Sixteen absences thirty days old, two of them marked 补: 12.5 %, flagged.
//!
//! **When it stays silent.** When nobody was absent so long ago.

use time::Duration;

use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{Key, Tally};

/// The days within which an absence is to be made up.
pub(crate) const MAKE_UP_DAYS: u16 = 30;

pub(super) const RULE: Rule = Rule {
    id: RuleId::AbsencesMadeUp,
    name: "补学落实率",
    formula: "补学人次÷（公差＋请假＋缺席＋补学）人次（到期末已满30天的学习）",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let dossier = case.dossier;
    let last_due = dossier.period.last_day().saturating_sub(Duration::days(MAKE_UP_DAYS.into()));
    let tally = Tally::of(dossier, |entry| dossier.sessions[entry.session].date <= last_due);
    Reading::rate(&tally.measure(Key::MakeUpRate))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_marks(marks: &str, expected: &str) {
        let sheet = format!("姓名,职务,1月5日,2月5日,3月5日\n张三,党委书记,{marks}");
        check("1.7", &[("考勤表.csv", &sheet)], expected);
    }

    #[test]
    fn absences_that_were_made_up() {
        check_marks("补,√,补", "clear 1 2/2");
        check_marks("补,公,√", "flagged 0.5 1/2");
        check_marks("×,○,△", "severe 0 0/3");
        check_marks("√,迟,√", "no-data");
        check_marks("√,,√", "no-data");
        check("1.7", &[], "no-data");
    }

    #[test]
    fn absences_count_from_thirty_days_on() {
        let sheet = |day: &str| format!("姓名,职务,{day}\n张三,党委书记,×");
        check("1.7", &[("考勤表.csv", &sheet("5月31日"))], "severe 0 0/1");
        check("1.7", &[("考勤表.csv", &sheet("6月1日"))], "no-data");
        let both = "姓名,职务,1月5日,6月20日\n张三,党委书记,补,×";
        check("1.7", &[("考勤表.csv", both)], "clear 1 1/1");
    }
}
