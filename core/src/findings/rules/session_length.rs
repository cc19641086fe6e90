//! c1.4 学习时长.
//!
//! **What it finds.** The mean length in hours of the sessions that give one. Below two hours it
//! is flagged (domain notes 因一, after a district's rule).
//!
//! **Why it matters.** Reading out takes an hour; a discussion does not fit into what is left.
//!
//! **Example.** 2.5, 1.5, 1 and 1 hours: 1.5, flagged.
//!
//! **When it stays silent.** Without a session register, or where no session gives its length.

use crate::dossier::Field;
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{exact, size};

const SECONDS_AN_HOUR: f64 = 3600.0;

pub(super) const RULE: Rule = Rule {
    id: RuleId::SessionLength,
    name: "平均学习时长",
    formula: "各次学习时长之和÷写明时长的学习次数",
    serves: Serves::Cause(CauseKind::WeakCommitment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let lengths = || case.dossier.sessions.iter().map(|session| &session.hours);
    // Summed in whole seconds: thirds of an hour have no exact decimal.
    let seconds: Vec<f64> =
        lengths().filter_map(|hours| Some((hours.value? * SECONDS_AN_HOUR).round())).collect();
    if seconds.is_empty() {
        return None;
    }
    let mean = seconds.iter().sum::<f64>() / (SECONDS_AN_HOUR * exact(size(seconds.len())));
    Some(Reading::number(mean, lengths().filter_map(Field::evidence).collect()))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_lengths(lengths: &[&str], expected: &str) {
        let rows: Vec<_> =
            lengths.iter().zip(1..).map(|(hours, n)| format!("{n}月5日,主题{n},张三,{hours}\n")).collect();
        let sessions = format!("时间,学习主题,主持人,时长\n{}", rows.concat());
        check("c1.4", &[("统计表.csv", &sessions)], expected);
    }

    #[test]
    fn mean_lengths() {
        check_lengths(&["2.5", "3小时"], "clear 2.75");
        check_lengths(&["2小时20分", "100分钟", ""], "clear 2");
        check_lengths(&["2.5", "1.5", "1", "1"], "flagged 1.5");
        check_lengths(&["0"], "flagged 0");
        check_lengths(&["很久"], "no-data");
        check_lengths(&[], "no-data");
        check("c1.4", &[("统计表.csv", "时间,学习主题,主持人\n1月5日,甲,张三")], "no-data");
        check("c1.4", &[], "no-data");
    }
}
