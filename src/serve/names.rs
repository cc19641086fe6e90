//! What the keys in figures.json are called in Chinese, so that the page shows people words.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::Analysis;
use crate::document::wording::{causes, judgements, measures};
use crate::findings::RuleId;

/// Names by key, for each kind of thing in figures.json; the words are the report's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Names {
    /// Of measures, which have none in figures.json.
    measures: BTreeMap<&'static str, &'static str>,
    /// Of the indicators, by their numbers.
    indicators: BTreeMap<&'static str, &'static str>,
    /// Of the problems found.
    problems: BTreeMap<&'static str, &'static str>,
    /// Of their causes.
    causes: BTreeMap<&'static str, &'static str>,
    /// Of the planned measures.
    actions: BTreeMap<&'static str, &'static str>,
}

impl Names {
    /// Gathers the names of all that an analysis has come to.
    pub(super) fn new(analysis: &Analysis) -> Names {
        let Analysis { statistics, findings, .. } = analysis;
        let measured = statistics.measures.iter();
        let found = findings.problems.iter();
        let caused = findings.causes.iter();
        let planned = findings.actions.iter();
        Names {
            measures: measured.map(|measure| (measure.key.name(), measure.key.title())).collect(),
            indicators: RuleId::ALL.iter().map(|rule| (rule.id(), rule.rule().name)).collect(),
            problems: found.map(|problem| (problem.kind.key(), judgements::name(problem.kind))).collect(),
            causes: caused.map(|cause| (cause.kind.key(), causes::heading(cause.kind))).collect(),
            actions: planned
                .map(|action| (action.measure.key.key(), measures::name(action.measure.key)))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis;
    use crate::settings::Settings;
    use crate::source::Source;

    #[test]
    fn whatever_is_found_has_a_name() {
        let text = "姓名,2020-01-10,2020-02-14,2020-03-13\n张三,√,×,×\n李四,×,×,√\n图例：√ 出勤 × 缺席\n";
        let source = Source { name: "考勤表.csv".into(), bytes: text.into() };
        let settings = Settings { unit: "清溪镇".into(), ..Settings::default() };
        let analysis = analysis::analyse(&[source], &settings).output.expect("assembled");
        let Names { measures, indicators, problems, causes, actions } = Names::new(&analysis);
        assert_eq!(indicators.len(), RuleId::ALL.len());
        assert_eq!(measures["attendance-rate"], "出勤率");
        assert_eq!(actions["make-up-study"], "补学到人到次");
        assert!(!problems.is_empty());
        for names in [measures, problems, causes, actions] {
            assert!(names.values().all(|name| !name.is_empty()), "{names:?}");
        }
    }
}
