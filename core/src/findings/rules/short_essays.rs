//! 3.7 字数不足.
//!
//! **What it finds.** Essays and articles of fewer than 800 characters, among those whose 字数 is
//! given. From one it is flagged. It is also flagged where at least eight lengths all but agree:
//! standard deviation (of all, not of a sample) over mean below 5 % (domain notes 3.7).
//!
//! **Why it matters.** Local rules count a 心得 from 800 characters; lengths that all but agree
//! suggest one text in several copies, which somebody should look at.
//!
//! **Example.** 24 essays, of 780, 740 and 795 characters three: 3, flagged.
//!
//! **When it stays silent.** Without an essay index or without any 字数.

use crate::findings::rule::essays;
use crate::findings::{Also, Case, Condition, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{exact, size};

/// From here an essay counts (a district's credit rules, domain notes D18).
pub(crate) const MIN_CHARS: f64 = 800.0;
/// From so many on, equal lengths are no chance.
pub(crate) const MIN_ALIKE: usize = 8;
/// Lengths that vary less than this all but agree.
const MIN_VARIATION: f64 = 0.05;

pub(super) const RULE: Rule = Rule {
    id: RuleId::ShortEssays,
    name: "字数不足篇数",
    formula: "字数不足800的篇数；另看8篇以上的字数是否几乎相同",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let counted: Vec<_> = essays(case)?
        .filter_map(|essay| Some((essay.n_chars.value?, essay.n_chars.origin.clone()?)))
        .collect();
    let lengths: Vec<f64> = counted.iter().map(|(n_chars, _)| *n_chars).collect();
    let short = lengths.iter().filter(|n_chars| **n_chars < MIN_CHARS).count();
    let origins = counted.into_iter().map(|(_, origin)| origin).collect();
    Some(Reading::count(size(short), size(lengths.len()), origins)?.also(all_alike(&lengths)))
}

/// Says that the lengths all but agree, where they do.
fn all_alike(lengths: &[f64]) -> Option<Also> {
    if lengths.len() < MIN_ALIKE {
        return None;
    }
    let n = exact(size(lengths.len()));
    let mean = lengths.iter().sum::<f64>() / n;
    let variance = lengths.iter().map(|length| (length - mean).powi(2)).sum::<f64>() / n;
    let found = || Also::Flags(Condition::AlikeLengths(lengths.len()));
    (mean > 0.0 && variance.sqrt() < mean * MIN_VARIATION).then(found)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_lengths(lengths: &[&str], expected: &str) {
        let rows: Vec<_> =
            lengths.iter().zip(1..).map(|(length, n)| format!("张三,题目{n},{length}\n")).collect();
        check("3.7", &[("心得.csv", &format!("姓名,题目,字数\n{}", rows.concat()))], expected);
    }

    #[test]
    fn essays_too_short() {
        check_lengths(&["1200", "900", ""], "clear 0 0/2");
        check_lengths(&["800"], "clear 0 0/1");
        check_lengths(&["799字", "1200"], "flagged 1 1/2");
        check_lengths(&["0"], "flagged 1 1/1");
        check_lengths(&["若干"], "no-data");
        check_lengths(&[], "no-data");
        check("3.7", &[("心得.csv", "姓名,题目,类型\n张三,甲,心得")], "no-data");
        check("3.7", &[("心得.csv", "姓名,题目,类型,字数\n张三,甲,调研报告,500")], "no-data");
        check("3.7", &[], "no-data");
    }

    #[test]
    fn lengths_that_agree() {
        check_lengths(&["1000"; 7], "clear 0 0/7");
        check_lengths(&["1000"; 8], "flagged 0 0/8；8篇的字数几乎相同");
        check_lengths(&["950", "1050", "950", "1050", "950", "1050", "950", "1050"], "clear 0 0/8");
        check_lengths(&["0"; 8], "flagged 8 8/8");
    }
}
