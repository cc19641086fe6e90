//! 1.4 参考率.
//!
//! **What it finds.** Persons examined over persons due, summed over the records of 考学 that
//! give both 应考人数 and 参考人数, and over the examinations whose examinees are listed one a
//! row. Below 95 % it is flagged (domain notes 1.4).
//!
//! **Why it matters.** An examination that those who fear it may skip measures the others.
//!
//! **Example.** 12 due and 10 examined, then 13 and 13: 23/25 = 92 %, flagged.
//!
//! **When it stays silent.** Without a log, or where no record of 考学 gives both numbers or lists
//! its examinees.

use crate::dossier::OversightKind;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::log_entries;

pub(super) const RULE: Rule = Rule {
    id: RuleId::ExaminationTurnout,
    name: "参考率",
    formula: "参考人数之和÷应考人数之和（两项都填写或逐人登记的考学）",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let mut origins = Vec::new();
    let (mut n, mut of) = (0, 0);
    for entry in log_entries(case.dossier) {
        if entry.rows.iter().any(|record| record.kind != OversightKind::Examination) {
            continue;
        }
        if let Some((examined, due)) = entry.examined(case.dossier) {
            n += examined;
            of += due;
            for record in entry.rows {
                let cells = [record.n_examined.evidence(), record.n_due.evidence()];
                let stated: Vec<_> = cells.into_iter().flatten().collect();
                origins.extend(if stated.is_empty() { vec![record.origin.clone()] } else { stated });
            }
        }
    }
    Reading::share(n, of, origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_log(rows: &str, expected: &str) {
        let log = format!("日期,类别,方式,应考人数,参考人数\n{rows}");
        check("1.4", &[("台账.csv", &log)], expected);
    }

    #[test]
    fn persons_examined() {
        check_log("3月1日,考学,闭卷,12,12\n6月1日,考学,闭卷,13,13", "clear 1 25/25");
        check_log("3月1日,考学,闭卷,20,19", "clear 0.95 19/20");
        check_log("3月1日,考学,闭卷,12,10\n6月1日,考学,闭卷,13,13", "flagged 0.92 23/25");
        check_log("3月1日,考学,闭卷,12,\n6月1日,考学,闭卷,1,0", "flagged 0 0/1");
        check_log("3月1日,考学,闭卷,12,", "no-data");
        check_log("3月1日,考学,闭卷,0,0", "no-data");
        check_log("3月1日,督学,抽查,12,10", "no-data");
        check("1.4", &[("台账.csv", "日期,类别,方式\n3月1日,考学,闭卷")], "no-data");
        check("1.4", &[], "no-data");
    }

    #[test]
    fn examinees_listed_one_a_row() {
        let members = ["张三", "李四", "王五", "赵六", "孙七"];
        let roster: Vec<_> = members.iter().map(|name| format!("{name},成员\n")).collect();
        let roster = format!("姓名,角色\n{}", roster.concat());
        let check = |rows: &str, expected| {
            let log = format!("日期,类别,对象,方式,成绩\n{rows}");
            check("1.4", &[("名单.csv", &roster), ("台账.csv", &log)], expected);
        };
        let rows = |names: &[&str]| -> String {
            names.iter().map(|name| format!("6月1日,考学,{name},闭卷,90\n")).collect()
        };
        check(&rows(&members), "clear 1 5/5");
        check(&rows(&members[..4]), "flagged 0.8 4/5");
        let with_all = format!(
            "日期,类别,对象,方式,应考人数,参考人数\n6月1日,考学,中心组,闭卷,5,3\n{}",
            "6月1日,考学,张三,闭卷,,\n6月1日,考学,李四,闭卷,,"
        );
        crate::findings::rules::cases::check(
            "1.4",
            &[("名单.csv", &roster), ("台账.csv", &with_all)],
            "flagged 0.6 3/5",
        );
        // Two who sat again are no examination of all.
        check(&rows(&members[..2]), "clear 1 2/2");
        check(&format!("{}6月1日,考学,孙七,闭卷,缺考\n", rows(&members[..4])), "flagged 0.8 4/5");
        check(&rows(&["周村", "吴村", "郑村", "王村", "冯村", "陈村"]), "clear 1 6/6");
        check("6月1日,考学,各村支书,闭卷,合格\n6月1日,考学,镇直单位,闭卷,合格", "no-data");
        check(&rows(&members[..1]), "no-data");
    }
}
