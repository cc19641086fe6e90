//! The configuration in force when a report was made, as a file that travels inside the PDF.
//!
//! It is a banxin.toml, so that people can read it, and says besides which program made the
//! report and what the attached registers were called.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::settings::profile::Profile;

/// The file's name inside the PDF.
pub const NAME: &str = "banxin.toml";

/// What a report was made with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Carried {
    /// The program's version.
    pub made_by: String,
    /// How many registers there were; more than are attached cannot be checked.
    pub sources: usize,
    /// The day of the session that minutes are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The registers' own names, where another is used inside the PDF.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// The profile.
    pub profile: Profile,
}

impl Carried {
    /// Returns the file's text.
    pub fn to_toml(&self) -> String {
        let text = toml::to_string(self).expect("settings are texts, numbers and tables");
        format!("# 生成本报告所用的有效配置，由程序写出，供 banxin verify 核对\n{text}")
    }

    /// Reads the file.
    pub fn parse(text: &str) -> Result<Carried, toml::de::Error> {
        let mut settings: Carried = toml::from_str(text)?;
        settings.profile.session.clone_from(&settings.session);
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::profile::{Layer, merge};

    #[test]
    fn settings_are_read_back() {
        let text = "unit = \"甲镇\"\nkeywords = [\"茶\"]\nstandard = [\"a-3a\"]\n[letterhead]\nsigners = [\"张三\"]\n\
                    [rules]\n\"3.1\" = { threshold = 0.5 }\n[registers.essays]\nhints = [\"体会\"]\n\
                    [registers.essays.columns]\ntitle = [\"名目\"]";
        let (mut profile, _) = merge(&[Layer { file: NAME.into(), text: text.into() }]).expect("valid");
        profile.session = Some("2020-06-24".into());
        let settings = Carried {
            made_by: "0.1.0".into(),
            sources: 8,
            session: profile.session.clone(),
            names: BTreeMap::from([("a_b.csv".to_string(), "a/b.csv".to_string())]),
            profile,
        };
        assert_eq!(Carried::parse(&settings.to_toml()).expect("read back"), settings);
        assert!(Carried::parse("made-by = 3").is_err());
    }
}
