//! The PDF standards that a report is to keep, by the names of the command line and banxin.toml.

use std::fmt;

/// A PDF standard that a report can keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standard {
    /// Plain PDF 1.7 (ISO 32000-1).
    Pdf17,
    /// PDF/A-1b (ISO 19005-1).
    A1b,
    /// PDF/A-2b (ISO 19005-2).
    A2b,
    /// PDF/A-2u.
    A2u,
    /// PDF/A-2a.
    A2a,
    /// PDF/A-3b (ISO 19005-3).
    A3b,
    /// PDF/A-3a.
    A3a,
    /// PDF/UA-1 (ISO 14289-1).
    Ua1,
}

impl Standard {
    /// All standards, in the order in which they are told.
    pub const ALL: [Standard; 8] = [
        Standard::Pdf17,
        Standard::A1b,
        Standard::A2b,
        Standard::A2u,
        Standard::A2a,
        Standard::A3b,
        Standard::A3a,
        Standard::Ua1,
    ];

    /// Returns the name on the command line and in banxin.toml.
    pub fn name(self) -> &'static str {
        match self {
            Standard::Pdf17 => "1.7",
            Standard::A1b => "a-1b",
            Standard::A2b => "a-2b",
            Standard::A2u => "a-2u",
            Standard::A2a => "a-2a",
            Standard::A3b => "a-3b",
            Standard::A3a => "a-3a",
            Standard::Ua1 => "ua-1",
        }
    }

    fn named(name: &str) -> Option<Standard> {
        Standard::ALL.into_iter().find(|standard| standard.name().eq_ignore_ascii_case(name.trim()))
    }

    fn is_archival(self) -> bool {
        !matches!(self, Standard::Pdf17 | Standard::Ua1)
    }

    /// Returns the versions of PDF that it allows, as `14` for 1.4.
    fn versions(self) -> std::ops::RangeInclusive<u8> {
        match self {
            Standard::Pdf17 => 17..=17,
            Standard::A1b => 14..=14,
            _ => 14..=17,
        }
    }
}

/// PDF standards that one file can keep at the same time, without repeats.
#[derive(Clone, PartialEq, Eq)]
pub struct Standards(Vec<Standard>);

/// A list of standards that cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StandardsError {
    /// A name that is none.
    #[error("PDF 标准 `{name}` 不认识（应为 1.7 a-1b a-2b a-2u a-2a a-3b a-3a ua-1 中的一个或几个）")]
    Unknown {
        /// The name.
        name: String,
    },
    /// Two parts or levels of PDF/A.
    #[error("PDF 标准 `{first}` 与 `{second}` 只能选一个（一份文件只能符合一种 PDF/A）")]
    TwoArchival {
        /// The first of them.
        first: &'static str,
        /// The second of them.
        second: &'static str,
    },
    /// Standards that ask for different versions of PDF.
    #[error("PDF 标准 {} 不能同时满足（要求的 PDF 版本不同）", quoted(names))]
    Incompatible {
        /// All of them.
        names: Vec<&'static str>,
    },
}

impl Standards {
    /// Reads a list of names such as `a-2a` and `ua-1`; an empty list is plain PDF 1.7.
    pub fn parse<S: AsRef<str>>(list: &[S]) -> Result<Standards, StandardsError> {
        let mut standards: Vec<Standard> = Vec::new();
        for name in list.iter().map(AsRef::as_ref) {
            let unknown = || StandardsError::Unknown { name: name.to_string() };
            let standard = Standard::named(name).ok_or_else(unknown)?;
            if !standards.contains(&standard) {
                standards.push(standard);
            }
        }
        let mut archival = standards.iter().filter(|standard| standard.is_archival());
        if let (Some(first), Some(second)) = (archival.next(), archival.next()) {
            return Err(StandardsError::TwoArchival { first: first.name(), second: second.name() });
        }
        let lowest = standards.iter().map(|standard| *standard.versions().start()).max();
        let highest = standards.iter().map(|standard| *standard.versions().end()).min();
        if lowest > highest {
            let names = standards.into_iter().map(Standard::name).collect();
            return Err(StandardsError::Incompatible { names });
        }
        Ok(Standards(standards))
    }

    /// Returns the standards, in the order in which they were given.
    pub fn all(&self) -> &[Standard] {
        &self.0
    }

    /// Returns whether a file that keeps the standards may take others along.
    pub fn take_files(&self) -> bool {
        let refuses = [Standard::A1b, Standard::A2b, Standard::A2u, Standard::A2a];
        !self.0.iter().any(|standard| refuses.contains(standard))
    }

    /// Returns whether one of them is a PDF/A.
    pub fn are_archival(&self) -> bool {
        self.0.iter().any(|standard| standard.is_archival())
    }

    /// Returns whether the pages must carry tags: the accessible levels ask for them.
    ///
    /// Elsewhere they are left out, since they cost a sixth of the file's size, and more where
    /// there are many cells.
    pub fn need_tags(&self) -> bool {
        self.0.iter().any(|standard| [Standard::A2a, Standard::A3a, Standard::Ua1].contains(standard))
    }
}

/// PDF/A-2a with PDF/UA-1: a file that can be archived and read aloud.
impl Default for Standards {
    fn default() -> Standards {
        Standards(vec![Standard::A2a, Standard::Ua1])
    }
}

impl fmt::Debug for Standards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Standards({self})")
    }
}

/// Shown as in banxin.toml, parted by commas.
impl fmt::Display for Standards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|standard| standard.name()).collect();
        f.write_str(&names.join(","))
    }
}

/// Returns names in backticks, parted by `、`.
fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: &[&str], expected: &str) {
        let shown = match Standards::parse(list) {
            Ok(standards) => format!("{standards} tagged: {}", standards.need_tags()),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn standards() {
        check(&[], " tagged: false");
        check(&["1.7"], "1.7 tagged: false");
        check(&["a-1b"], "a-1b tagged: false");
        check(&["A-2A", " ua-1", "a-2a"], "a-2a,ua-1 tagged: true");
        check(&["a-3b", "ua-1"], "a-3b,ua-1 tagged: true");
        check(&["a-2u", "1.7"], "a-2u,1.7 tagged: false");
        assert_eq!(Standards::default().to_string(), "a-2a,ua-1");
    }

    #[test]
    fn impossible_lists() {
        check(
            &["a-4"],
            "PDF 标准 `a-4` 不认识（应为 1.7 a-1b a-2b a-2u a-2a a-3b a-3a ua-1 中的一个或几个）",
        );
        check(&["a-2a", "a-3b"], "PDF 标准 `a-2a` 与 `a-3b` 只能选一个（一份文件只能符合一种 PDF/A）");
        check(&["a-1b", "1.7"], "PDF 标准 `a-1b`、`1.7` 不能同时满足（要求的 PDF 版本不同）");
    }
}
