//! 1.3 评学率.
//!
//! **What it finds.** Sessions that were reviewed, over sessions: the session register's 点评 is
//! filled in, or the log has a record of 评学 that names it or its topic, whatever its own day, or
//! that names no session and is of its day. Below 50 % it is flagged (domain notes 1.3), at 0
//! severe.
//!
//! **Why it matters.** What nobody comments on, nobody has to prepare.
//!
//! **Example.** Eight sessions, two with 点评: 25 %, flagged.
//!
//! **When it stays silent.** Without sessions, and where neither a log nor a column 点评 could
//! tell. Without a log only sessions that have the column count.

use std::collections::BTreeMap;

use crate::dossier::{OversightKind, OversightRecord, Register};
use crate::findings::reviews::sessions_of;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::SessionsReviewed,
    name: "评学率",
    formula: "有点评或有对应评学记录的学习次数÷集中学习次数",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let dossier = case.dossier;
    let has_log = dossier.has(Register::Oversight);
    let sessions = || {
        let all = dossier.sessions.iter().enumerate();
        all.filter(|(_, session)| has_log || session.review.has_column())
    };
    let mut reviews: BTreeMap<usize, &OversightRecord> = BTreeMap::new();
    for record in dossier.oversight.iter().filter(|record| record.kind == OversightKind::Review) {
        for at in sessions_of(record, dossier) {
            reviews.entry(at).or_insert(record);
        }
    }
    let mut origins = Vec::new();
    let mut n = 0;
    for (at, session) in sessions() {
        let logged = reviews.get(&at);
        n += usize::from(session.review.is_done() || logged.is_some());
        origins.extend(session.review.origin());
        origins.extend(logged.map(|record| record.date.evidence().unwrap_or_else(|| record.origin.clone())));
    }
    Reading::share(size(n), size(sessions().count()), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_in};

    const SESSIONS: &str = "时间,学习主题,主持人,点评\n";

    #[test]
    fn sessions_with_a_review() {
        let register = |rows: &str| format!("{SESSIONS}{rows}");
        let check = |rows: &str, expected| check("1.3", &[("统计表.csv", &register(rows))], expected);
        check("1月5日,甲,张三,好\n2月5日,乙,张三,好\n3月5日,丙,张三,", "clear 0.6667 2/3");
        check("1月5日,甲,张三,好\n2月5日,乙,张三,无", "clear 0.5 1/2");
        check("1月5日,甲,张三,好\n2月5日,乙,张三,\n3月5日,丙,张三,", "flagged 0.3333 1/3");
        check("1月5日,甲,张三,", "severe 0 0/1");
        check("1月5日,甲,张三,未点评\n2月5日,乙,张三,准备不充分", "clear 0.5 1/2");
        check("1月5日,甲,张三,待点评\n2月5日,乙,张三,？", "severe 0 0/2");
        check("", "no-data");
    }

    #[test]
    fn a_review_belongs_to_the_session_that_it_names() {
        let sessions = ("统计表.csv", "时间,学习主题,主持人\n1月9日,民法典,张三\n4月16日,党章,张三");
        let check = |rows: &str, expected| {
            let log = format!("日期,类别,对象,方式\n{rows}");
            check("1.3", &[sessions, ("台账.csv", &log)], expected);
        };
        check("1月20日,评学,民法典,书面点评\n4月20日,评学,第2次集中学习,书面点评", "clear 1 2/2");
        check("6月20日,评学,第一、二次集中学习,书面点评", "clear 1 2/2");
        check("6月20日,评学,中心组,书面点评", "severe 0 0/2");
        let sessions = ("统计表.csv", "时间,学习主题,主持人\n7月9日,甲,张三\n8月6日,乙,张三");
        let log = ("台账.csv", "日期,类别,对象,方式\n8月6日,评学,第1次集中学习,点评");
        check_in("2020H2", "1.3", &[sessions, log], "clear 0.5 1/2");
        // 民法典 was reviewed on the day of another session.
        check("4月16日,评学,“民法典”专题学习,书面点评", "clear 0.5 1/2");
    }

    #[test]
    fn the_log_counts_too() {
        let sessions = ("统计表.csv", "时间,学习主题,主持人\n1月5日,甲,张三\n2月5日,乙,张三");
        check("1.3", &[sessions], "no-data");
        let log = ("台账.csv", "日期,类别,方式\n1月5日,评学,点评\n2月5日,督学,抽查");
        check("1.3", &[sessions, log], "clear 0.5 1/2");
        check("1.3", &[log], "no-data");
        let both = ("统计表.csv", "时间,学习主题,主持人,点评\n1月5日,甲,张三,好\n2月5日,乙,张三,");
        check("1.3", &[both, log], "clear 0.5 1/2");
    }
}
