//! How sentences are tested: small registers as CSV, read and analysed by the real stages.

use crate::analysis::{self, Analysis};
use crate::document::material::Material;
use crate::settings::Settings;
use crate::source::Source;

/// An attendance register with nobody's mark in the period, for what is not about attendance.
const EMPTY_ATTENDANCE: (&str, &str) = ("考勤表.csv", "姓名,职务,2019-12-31\n甲一,书记,√\n");

/// A unit of small registers.
pub(crate) struct Case {
    settings: Settings,
    analysis: Analysis,
}

impl Case {
    /// Analyses registers of 2020H1; without an attendance register an empty one is added.
    pub(crate) fn new(files: &[(&str, &str)]) -> Case {
        Case::with(files, Settings::default())
    }

    /// As [`Case::new`], with what the office states.
    pub(crate) fn with(files: &[(&str, &str)], settings: Settings) -> Case {
        let period = settings.period.or("2020H1".parse().ok());
        let settings = Settings { period, ..settings };
        let empty = Some(EMPTY_ATTENDANCE).filter(|_| !files.iter().any(|(name, _)| name.contains("考勤")));
        let sources: Vec<Source> = files
            .iter()
            .copied()
            .chain(empty)
            .map(|(name, text)| Source { name: name.into(), bytes: text.as_bytes().into() })
            .collect();
        let analysis = analysis::analyse(&sources, &settings).output.expect("an attendance register");
        Case { settings, analysis }
    }

    /// Returns what a document is written from.
    pub(crate) fn material(&self) -> Material<'_> {
        self.analysis.material(&self.settings)
    }
}
