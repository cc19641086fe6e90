//! 汇总工作底稿: what the county must have looked into before anybody may speak of it.
//!
//! Essays of several units that are alike, registers that several units have alike, and what units'
//! figures only make suspect. None of it stands in the report; it is never filed.

use rust_xlsxwriter::XlsxError;

use crate::checklist::{dated, table};
use crate::county::survey::IndicatorTally;
use crate::county::wording::doubts;
use crate::county::{Likeness, Same, Survey};
use crate::zipped::saved;

/// The columns with their widths in characters.
const COLUMNS: [(&str, f64); 5] =
    [("序号", 6.0), ("类别", 16.0), ("事项", 80.0), ("怎么办", 44.0), ("处理情况", 12.0)];
/// What can have become of a row.
const STATES: [&str; 3] = ["已办", "不需要办", "待办"];

/// Something to look into: its kind, what it is, what to do.
type Row = [String; 3];

/// Returns the workbook, always the same bytes for the same survey; nothing where there is nothing
/// to look into.
pub fn doubts_xlsx(survey: &Survey) -> Result<Option<Vec<u8>>, XlsxError> {
    let rows = rows(survey);
    if rows.is_empty() {
        return Ok(None);
    }
    let row = |(n, [kind, what, to_do]): (usize, Row)| [n.to_string(), kind, what, to_do, String::new()];
    let rows: Vec<[String; 5]> = (1..).zip(rows).map(row).collect();
    let mut workbook = dated()?;
    table(workbook.add_worksheet(), "工作底稿", &COLUMNS, &rows, &STATES)?;
    saved(&mut workbook).map(Some)
}

/// Lists what is to be looked into, what counts twice first.
fn rows(survey: &Survey) -> Vec<Row> {
    let same = survey.same.iter().map(|same: &Same| doubts::same(survey, same));
    let alike = survey.likenesses.iter().map(|likeness: &Likeness| doubts::alike(survey, likeness));
    let is_doubted = |tally: &&IndicatorTally| tally.told.len() < tally.flagged.len();
    let doubted = survey.indicators.iter().filter(is_doubted).map(|tally| doubts::doubted(survey, tally));
    same.chain(alike).chain(doubted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::{Returns, UnitFigures};
    use crate::findings::RuleId;

    /// Reads a unit with one essay too early, one title twice, and a seminar too few.
    fn unit(name: &str) -> UnitFigures {
        let flagged = |rule: RuleId, value: f64, threshold: f64| {
            format!(
                r#"{{"id":"{rule}","key":"","state":"flagged","severity":"warning","value":{value},"threshold":{threshold}}}"#
            )
        };
        let indicators = [
            flagged(RuleId::IdenticalTitles, 2.0, 1.0),
            flagged(RuleId::SubmissionLag, 3.0, 30.0),
            flagged(RuleId::QuarterSeminars, 1.0, 0.0),
        ];
        let text = format!(
            r#"{{"version":1,"unit":"{name}","period":"2020H1","measures":[],"indicators":[{}]}}"#,
            indicators.join(",")
        );
        UnitFigures::parse(text.as_bytes()).expect("figures")
    }

    #[test]
    fn what_is_only_suspected_stands_here_and_nowhere_else() {
        let units = vec![unit("甲镇"), unit("乙镇")];
        let mut survey =
            Survey::new("青山县", None, Returns { units, ..Returns::default() }).expect("there are units");
        survey.same = vec![Same { register: "考勤记录".into(), units: vec![0, 1] }];
        survey.likenesses =
            vec![Likeness { essays: vec![(0, "体会".into()), (1, "".into())], score: 0.72 }];
        let what: Vec<String> = rows(&survey).into_iter().map(|[_, what, _]| what).collect();
        assert_eq!(
            what,
            [
                "2个单位的考勤记录完全相同：甲镇、乙镇",
                "文字重合约70%：甲镇《体会》、乙镇的一篇",
                "成果提交距学习过久或者早于学习：甲镇、乙镇",
                "成果题目或者正文相近：甲镇、乙镇",
            ]
        );
        let told: Vec<RuleId> = survey.told().map(|tally| tally.rule.id).collect();
        assert_eq!(told, [RuleId::QuarterSeminars]);
        let xlsx = || doubts_xlsx(&survey).expect("written").expect("something to look into");
        assert_eq!(xlsx(), xlsx());
        let units = vec![];
        assert!(Survey::new("县", None, Returns { units, ..Returns::default() }).is_none());
    }

    #[test]
    fn more_units_than_a_cell_holds_are_counted_not_refused() {
        // Excel takes 32,767 characters a cell.
        let units = (0..7_000).map(|n| unit(&format!("第{n}号镇"))).collect();
        let survey =
            Survey::new("青山县", None, Returns { units, ..Returns::default() }).expect("there are units");
        let [_, what, _] = rows(&survey).remove(0);
        assert!(what.ends_with("、第199号镇等7000个单位"), "{what}");
        assert!(doubts_xlsx(&survey).expect("written").is_some());
    }
}
