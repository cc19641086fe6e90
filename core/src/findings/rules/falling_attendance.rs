//! 2.8 出勤走势.
//!
//! **What it finds.** By how much the rate of attendance changes from one session to the next:
//! the slope of the least-squares line through the sessions' rates y₁…yₙ, in share a session,
//! Σ(i − ī)·yᵢ / Σ(i − ī)². Sessions count that have marks and somebody due. Below −3 points a
//! session it is flagged (domain notes 2.8). It is also flagged where more than 10 % of all who
//! were due came late or left early, however few the sessions: where they make no trend, the
//! value is 0.
//!
//! The sum is kept in whole numbers up to one division, so that a fall of exactly three points
//! is no more than that.
//!
//! **Why it matters.** Each absence that passes without a word invites the next.
//!
//! **Example.** From 100 % down to 66.7 % over eight sessions: −4.4 points a session, flagged.
//!
//! **When it stays silent.** With fewer than four such sessions, unless too many came late.

use crate::findings::{Also, Case, Condition, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::SessionFigures;

/// Fewer sessions make no trend.
const MIN_SESSIONS: usize = 4;

pub(super) const RULE: Rule = Rule {
    id: RuleId::FallingAttendance,
    name: "出勤率走势",
    formula: "各次出勤率对次序的最小二乘斜率；另看迟到是否超过一成",
    serves: Serves::Problem(ProblemKind::TheoryPracticeGap),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    // A session nobody has been marked for yet was not a session without anybody.
    let is_marked = |session: &&SessionFigures| session.tally.due.len() > session.tally.unknown.len();
    let marked: Vec<&SessionFigures> = case.statistics.sessions.iter().filter(is_marked).collect();
    let tally = &case.statistics.tally;
    let (n, of) = (tally.late.len(), tally.due.len());
    let found = || Also::Flags(Condition::OftenLate { n, of });
    let late = (n * 10 > of).then(found);
    if marked.len() < MIN_SESSIONS {
        let origins = tally.late.clone();
        return late.map(|late| Reading::number(0.0, origins).also(Some(late)));
    }
    let rates: Vec<(u64, u64)> = marked.iter().map(|session| session.tally.attendance_rate()).collect();
    let origins = marked.iter().flat_map(|session| session.tally.due.iter().cloned()).collect();
    Some(Reading::number(slope(&rates)?, origins).also(late))
}

/// Returns the slope of the rates; nothing where whole numbers do not hold their fractions.
fn slope(rates: &[(u64, u64)]) -> Option<f64> {
    let n = i128::try_from(rates.len()).ok()?;
    let common = rates.iter().try_fold(1_i128, |common, (_, due)| {
        let due = i128::from(*due);
        (common / gcd(common, due)).checked_mul(due)
    })?;
    // Twice i − ī is whole. Its square sum is four times, its product sum twice the real one.
    let (mut rise, mut run) = (0_i128, 0_i128);
    for (i, (present, due)) in (0..).zip(rates) {
        let x = 2 * i - (n - 1);
        let y = i128::from(*present).checked_mul(common / i128::from(*due))?;
        rise = rise.checked_add(x.checked_mul(y)?)?;
        run += x * x;
    }
    let (rise, run) = (rise.checked_mul(2)?, run.checked_mul(common)?);
    let divisor = gcd(rise.abs(), run);
    #[expect(clippy::cast_precision_loss, reason = "reduced fractions of head counts are far below 2^53")]
    let slope = (rise / divisor) as f64 / (run / divisor) as f64;
    Some(slope)
}

/// Returns the greatest common divisor.
fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::slope;
    use crate::findings::rules::cases::check;

    /// Ten members; for each session the number that was there, the others absent.
    fn sheet(present: &[usize], mark: &str) -> String {
        let mut sheet = "姓名,职务".to_string();
        for month in 1..=present.len() {
            sheet += &format!(",{month}月5日");
        }
        for member in 0..10 {
            sheet += &format!("\n成员{member},委员");
            for n in present {
                sheet += if member < *n { mark } else { ",×" };
            }
        }
        sheet
    }

    #[track_caller]
    fn check_series(present: &[usize], expected: &str) {
        check("2.8", &[("考勤表.csv", &sheet(present, ",√"))], expected);
    }

    #[test]
    fn rates_that_fall() {
        check_series(&[10, 10, 10, 10], "clear 0");
        check_series(&[10, 10, 9, 9, 9], "clear -0.03");
        check_series(&[10, 9, 9, 8, 8], "flagged -0.05");
        check_series(&[8, 9, 10, 10], "clear 0.07");
        check_series(&[10, 5, 0], "no-data");
        check_series(&[0, 0, 0, 0], "clear 0");
        check("2.8", &[("考勤表.csv", "姓名,1月5日,2月5日,3月5日,4月5日\n张三,,,,")], "no-data");
        check("2.8", &[], "no-data");
    }

    #[test]
    fn late_comers() {
        let found = "flagged 0；应到40人次中迟到早退40人次，超过一成";
        check("2.8", &[("考勤表.csv", &sheet(&[10, 10, 10, 10], ",迟"))], found);
        let found = "flagged 0；应到20人次中迟到早退20人次，超过一成";
        check("2.8", &[("考勤表.csv", &sheet(&[10, 10], ",迟"))], found);
        let one_in_ten = "姓名,1月5日,2月5日,3月5日,4月5日,5月5日\n张三,√,迟,√,√,√\n李四,√,√,√,√,√";
        check("2.8", &[("考勤表.csv", one_in_ten)], "clear 0");
    }

    #[test]
    fn slopes_are_exact() {
        assert_eq!(
            slope(&[(12, 12), (11, 12), (11, 12), (10, 12), (10, 12), (9, 12), (9, 12), (8, 12)]),
            Some(-11.0 / 252.0)
        );
        assert_eq!(slope(&[(1, 1), (97, 100), (94, 100), (91, 100)]), Some(-0.03));
        assert_eq!(slope(&[(u64::MAX, u64::MAX), (1, u64::MAX - 1), (1, u64::MAX - 2)]), None);
    }
}
