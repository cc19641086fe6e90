//! Registers of different units that hold the same records: one of them is probably another's.
//!
//! Only registers that name persons are compared: a plan may well be the same for all units.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::county::UnitFigures;
use crate::diagnostic::Diagnostic;
use crate::dossier::Dossier;

/// A register of one unit, as the county compares it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Recorded {
    /// What it is called.
    pub register: String,
    /// Its records as one text, in no order of the file's; or a digest of that text.
    pub records: String,
}

/// Units whose register is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same {
    /// What it is called.
    pub register: String,
    /// Positions of the units, in order.
    pub units: Vec<usize>,
}

/// Returns a unit's registers that name persons, as they are compared; none that is empty.
pub fn recorded(dossier: &Dossier) -> Vec<Recorded> {
    let marks = dossier.marked().map(|record| {
        let (member, session) = (&dossier.members[record.member], &dossier.sessions[record.session]);
        format!("{} {} {:?}", session.date, member.name, record.mark)
    });
    let essays = dossier.essays.iter().map(|essay| format!("{} {}", essay.author, essay.title.text()));
    let of = |register: &str, lines: BTreeSet<String>| Recorded {
        register: register.to_string(),
        records: lines.into_iter().collect::<Vec<_>>().join("\n"),
    };
    let mut recorded = vec![of("考勤记录", marks.collect()), of("心得体会目录", essays.collect())];
    recorded.retain(|register| !register.records.is_empty());
    recorded
}

/// Returns the registers that several units have alike, with the units' positions.
pub fn same(units: &[(usize, Vec<Recorded>)]) -> Vec<Same> {
    let mut by_records: BTreeMap<&Recorded, Vec<usize>> = BTreeMap::new();
    for (unit, registers) in units {
        for register in registers {
            by_records.entry(register).or_default().push(*unit);
        }
    }
    let several = by_records.into_iter().filter(|(_, units)| units.len() > 1);
    let mut same: Vec<Same> =
        several.map(|(recorded, units)| Same { register: recorded.register.clone(), units }).collect();
    same.sort_by(|a, b| (&a.units, &a.register).cmp(&(&b.units, &b.register)));
    same
}

/// Says which units have the same records.
pub(super) fn diagnostic(same: &Same, units: &[UnitFigures]) -> Diagnostic {
    let names: Vec<&str> = same.units.iter().map(|at| units[*at].unit.as_str()).collect();
    let message = format!(
        "{} 个单位的{}完全相同（{}），可能放错了文件，合计中重复计算",
        names.len(),
        same.register,
        names.join("、")
    );
    Diagnostic::warning("same-registers", message).hint("请这些单位核对各自的台账，改正后重新生成")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_register_of_several_units_is_the_same() {
        let of =
            |register: &str, records: &str| Recorded { register: register.into(), records: records.into() };
        let units = [
            (0, vec![of("考勤记录", "甲"), of("心得体会目录", "乙")]),
            (1, vec![of("心得体会目录", "甲")]),
            (4, vec![of("考勤记录", "甲"), of("心得体会目录", "丙")]),
        ];
        assert_eq!(same(&units), [Same { register: "考勤记录".into(), units: vec![0, 4] }]);
    }
}
