//! An office's own words for registers and their columns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An office's own words for one register: `[registers.essays]` of banxin.toml.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct RegisterWords {
    /// Further words in titles and names that speak for the register.
    pub hints: Vec<String>,
    /// Further words that head its columns.
    pub columns: BTreeMap<String, Vec<String>>,
}

/// An office's own words by the register's key.
pub type OwnWords = BTreeMap<String, RegisterWords>;
