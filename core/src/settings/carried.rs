//! The configuration in force when a report was made, as a file that travels inside the PDF.
//!
//! It is a banxin.toml, so that people can read it, and says besides which program made the
//! report and what the attached registers were called.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::settings::{Asked, Effective, Layer, SettingsError, Settled, settle};

/// The file's name inside the PDF.
pub const NAME: &str = "banxin.toml";

/// What a report was made with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Carried {
    /// The program's version.
    made_by: String,
    /// How many registers there were; more than are attached cannot be checked.
    sources: usize,
    /// The day of the session that minutes are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// The registers' own names, where another is used inside the PDF.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    names: BTreeMap<String, String>,
    /// The configuration.
    profile: Effective,
    /// How a revised draft was taken over, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<Revised>,
}

/// A revised draft inside the PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Revised {
    /// Its own name.
    file: String,
    #[serde(flatten)]
    answers: Answers,
}

/// What the office says of how a revised draft is taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Answers {
    /// What becomes of open changes.
    pub changes: OpenChanges,
    /// Whether open comments do not matter.
    pub ignore_comments: bool,
    /// The numbers that the office answers for: their names, and the reasons.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub allowed: BTreeMap<String, String>,
}

/// What becomes of tracked changes that nobody accepted or rejected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenChanges {
    /// They refuse the draft.
    #[default]
    Refuse,
    /// They are accepted.
    Accept,
    /// They are rejected.
    Reject,
}

impl Carried {
    /// Gathers what a report is made with: the program's version, the number of registers, their
    /// own names by those inside the PDF, the configuration.
    pub fn new(
        made_by: &str,
        n_sources: usize,
        names: BTreeMap<String, String>,
        effective: &Effective,
    ) -> Carried {
        Carried {
            made_by: made_by.to_string(),
            sources: n_sources,
            session: effective.0.session.clone(),
            names,
            profile: effective.clone(),
            revision: None,
        }
    }

    /// Adds how a revised draft was taken over.
    pub fn revised(self, file: &str, answers: &Answers) -> Carried {
        let revision = Revised { file: file.to_string(), answers: answers.clone() };
        Carried { revision: Some(revision), ..self }
    }

    /// Returns the revised draft's own name, and how it was taken over, where there was one.
    pub fn revision(&self) -> Option<(&str, &Answers)> {
        self.revision.as_ref().map(|revised| (revised.file.as_str(), &revised.answers))
    }

    /// Returns the version of the program that made the report.
    pub fn made_by(&self) -> &str {
        &self.made_by
    }

    /// Returns how many registers there were.
    pub fn n_sources(&self) -> usize {
        self.sources
    }

    /// Returns a register's own name by the one inside the PDF.
    pub fn own_name<'a>(&'a self, inside: &'a str) -> &'a str {
        self.names.get(inside).map_or(inside, String::as_str)
    }

    /// Returns the day of the session that minutes are of, where the report is such.
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Returns the configuration as a file in the unit's folder.
    pub fn layer(&self) -> Layer {
        let text = toml::to_string(&self.profile).expect("settings are texts, numbers and tables");
        Layer { file: NAME.to_string(), text }
    }

    /// Settles the configuration as it was when the report was made.
    pub fn settle(&self) -> Result<Settled, SettingsError> {
        let asked = Asked { session: self.session.clone(), ..Asked::default() };
        settle(&[self.layer()], &asked)
    }

    /// Returns the file's text.
    pub fn to_toml(&self) -> String {
        let text = toml::to_string(self).expect("settings are texts, numbers and tables");
        format!("# 生成本报告所用的有效配置，由程序写出，供 banxin verify 核对\n{text}")
    }

    /// Reads the file.
    pub fn parse(text: &str) -> Result<Carried, toml::de::Error> {
        let mut carried: Carried = toml::from_str(text)?;
        carried.profile.0.session.clone_from(&carried.session);
        Ok(carried)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_carried_is_read_back_and_settled_alike() {
        let text = "unit = \"甲镇\"\nkeywords = [\"茶\"]\nstandard = [\"a-3a\"]\n[letterhead]\nsigners = [\"张三\"]\n\
                    posts = [\"\", \"镇长\"]\n[rules]\n\"3.1\" = { threshold = 0.5 }\n[registers.essays]\nhints = [\"体会\"]\n\
                    [registers.essays.columns]\ntitle = [\"名目\"]";
        let layer = Layer { file: NAME.into(), text: text.into() };
        let asked = Asked { session: Some("2020-06-24".into()), ..Asked::default() };
        let settled = settle(&[layer], &asked).expect("usable");
        let names = BTreeMap::from([("a_b.csv".to_string(), "a/b.csv".to_string())]);
        let carried = Carried::new("0.1.0", 8, names, &settled.effective);
        let read = Carried::parse(&carried.to_toml()).expect("read back");
        assert_eq!(read, carried);
        assert_eq!((read.made_by(), read.n_sources()), ("0.1.0", 8));
        assert_eq!((read.own_name("a_b.csv"), read.own_name("c.csv")), ("a/b.csv", "c.csv"));
        assert_eq!(read.settle().expect("usable"), settled);
        assert!(Carried::parse("made-by = 3").is_err());
    }

    #[test]
    fn what_the_first_programs_carried_is_still_read() {
        let text = "made-by = \"0.1.0\"\nsources = 2\nsession = \"2020-06-24\"\n\n[profile]\nunit = \"甲镇\"\nunits = []\n\
                    organs = []\nprofile = \"minutes\"\nnames = true\nattendance = false\nscore = false\nkeywords = []\n\n\
                    [profile.letterhead]\nsigners = []\ncc = []\nprinted-on = \"2020-07-05\"\nposts = []\n\n\
                    [profile.page]\ncolophon-on-even-page = true\n\n[profile.fonts]\n\n[profile.rules]\n\n[profile.registers]\n";
        let settings = Carried::parse(text).expect("read").settle().expect("usable").settings;
        assert_eq!((settings.unit.as_str(), settings.names), ("甲镇", true));
        assert_eq!(settings.session.map(|day| day.to_string()).as_deref(), Some("2020-06-24"));
        assert_eq!(settings.letterhead.printed_on.map(|day| day.to_string()).as_deref(), Some("2020-07-05"));
    }
}
