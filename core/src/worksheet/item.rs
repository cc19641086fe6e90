//! One thing that is left to do.

use serde::{Serialize, Serializer};

use crate::document::Text;
use crate::keyed::keyed;
use crate::origin::{Origin, ranges};

keyed! {
    /// Why something is on the worksheet, in the order in which an office takes it up.
    Kind {
        /// A register is not there.
        Missing = "missing",
        /// Somebody has to look whether it is so.
        Doubts = "doubts",
        /// Only the office can say it.
        Asks = "asks",
        /// The program proposes what could be decided.
        Proposes = "proposes",
        /// It was found, but does not stand in the document.
        LeftOut = "left-out",
        /// The office has switched the indicator off.
        SwitchedOff = "switched-off",
        /// The office wrote the number itself.
        Own = "own",
    }
}

impl Kind {
    /// Returns the name that people read.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Missing => "缺少台账",
            Kind::Doubts => "需要核实",
            Kind::Asks => "需要补充",
            Kind::Proposes => "建议",
            Kind::LeftOut => "没有写入正文",
            Kind::SwitchedOff => "已停用",
            Kind::Own => "本单位提供",
        }
    }
}

/// One thing that is left to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Why it is here.
    pub kind: Kind,
    /// What it is about: a published key, stable over versions.
    pub key: &'static str,
    /// What there is, as a sentence.
    pub what: Text,
    /// What is to be done.
    pub to_do: Text,
    /// Who does it.
    pub who: String,
    /// What the finding weighs, where it is one.
    pub rank: Option<f64>,
    /// The cells it is about.
    pub origins: Vec<Origin>,
}

impl Item {
    /// Makes an item that the office's clerk takes up.
    pub(super) fn new(kind: Kind, key: &'static str, what: Text, to_do: impl Into<Text>) -> Item {
        let to_do = to_do.into();
        Item { kind, key, what, to_do, who: CLERK.to_string(), rank: None, origins: Vec::new() }
    }

    /// Returns whether the same is to be done about another item, by the same people.
    pub fn is_dealt_with_like(&self, other: &Item) -> bool {
        (self.kind, &self.to_do, &self.who) == (other.kind, &other.to_do, &other.who)
    }

    /// Says who does it.
    pub(super) fn by(mut self, who: impl Into<String>) -> Item {
        self.who = who.into();
        self
    }

    /// Adds the cells.
    pub(super) fn at(mut self, origins: impl IntoIterator<Item = Origin>) -> Item {
        self.origins.extend(origins);
        self
    }
}

/// Who keeps the registers.
pub(super) const CLERK: &str = "学习秘书";
/// Who answers for the document.
pub(super) const OFFICE: &str = "办公室";
/// The head of the group.
pub(super) const LEADER: &str = "组长";

/// Written in its published shape.
impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// The published shape.
        #[derive(Serialize)]
        #[serde(rename_all = "kebab-case")]
        struct Shape<'a> {
            kind: &'a str,
            name: &'a str,
            key: &'a str,
            what: &'a str,
            to_do: &'a str,
            who: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            rank: Option<f64>,
            cells: Vec<String>,
        }
        Shape {
            kind: self.kind.key(),
            name: self.kind.name(),
            key: self.key,
            what: &self.what,
            to_do: &self.to_do,
            who: &self.who,
            rank: self.rank.map(|rank| (rank * 100.0).round() / 100.0),
            cells: ranges(&self.origins),
        }
        .serialize(serializer)
    }
}
