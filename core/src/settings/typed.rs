//! The settings as stages take them: every value has its own type and can be used as it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::period::Period;
use crate::settings::choices::{AttachmentKind, Binding, Format, OfdProfile, Red, Seal};
use crate::settings::group::Group;
use crate::settings::layout::Layouts;
use crate::settings::standards::Standards;
use crate::settings::words::OwnWords;

/// The unit's name where nothing names it.
pub const NO_UNIT: &str = "本单位";

/// What a report needs to know beside the registers; every value can be used as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The unit as it stands in the title, such as `清溪镇`.
    pub unit: String,
    /// What leads the study there: a body such as `党组`, or the group's whole name.
    pub group: Option<String>,
    /// The county that the units of a batch belong to; said in the batch's own folder.
    pub county: Option<String>,
    /// The units that a batch must hold, those that file nothing too; said in the batch's own
    /// folder.
    pub units: Vec<String>,
    /// Whether a county that is named writes to each of its units; said in the batch's own folder.
    pub notices: bool,
    /// The issuing organ (发文机关署名).
    pub organ: Option<String>,
    /// All issuing organs of a joint document (联合行文), the one that leads first.
    pub organs: Vec<String>,
    /// The superior, to whom a report is addressed (主送机关).
    pub superior: Option<String>,
    /// Those to whom a notice is addressed: not the superior.
    pub recipients: Option<String>,
    /// The period; told from the session dates when left out.
    pub period: Option<Period>,
    /// The document's date (成文日期).
    pub date: Option<Date>,
    /// The day of the session that minutes are of.
    pub session: Option<Date>,
    /// The document format.
    pub format: Format,
    /// The PDF standards.
    pub standards: Standards,
    /// Whether a batch writes an OFD of each report, too.
    pub ofd: bool,
    /// What an OFD is for.
    pub ofd_profile: OfdProfile,
    /// Whether a batch writes a draft for Word beside each report.
    pub docx: bool,
    /// Whether persons' names stand in the attachments.
    pub names: bool,
    /// Whether each person's attendance of each session is attached; it names persons.
    pub attendance: bool,
    /// Whether the score sheet is attached.
    pub score: bool,
    /// Whether the table of thresholds is attached.
    pub thresholds: bool,
    /// The attachments; where left out, those that are usual and those that the flags ask for.
    pub attachments: Option<Vec<AttachmentKind>>,
    /// How many characters the body is to have.
    pub length: u16,
    /// Local topics: place, industries, the year's tasks.
    pub keywords: Vec<String>,
    /// The guiding ideas (指导思想) that the document opens with.
    pub guiding: Option<String>,
    /// The superior's document that study goes by (依据): title and number.
    pub basis: Option<String>,
    /// The funds for study (经费).
    pub funds: Option<String>,
    /// Where study has its places (学习阵地).
    pub places: Vec<String>,
    /// Parts above and below the text in the formal formats.
    pub letterhead: Letterhead,
    /// Page options.
    pub page: PageOptions,
    /// Preferred font family by role, one of [`crate::settings::FONT_ROLES`].
    pub fonts: BTreeMap<String, String>,
    /// Overrides of thresholds by indicator id.
    pub rules: BTreeMap<String, RuleOverride>,
    /// The office's own words for registers and their columns.
    pub registers: OwnWords,
    /// Which register sheets are, where a person says so.
    pub layouts: Layouts,
}

impl Settings {
    /// Returns the names of the office and of those above it, as far as they are given.
    pub fn offices(&self) -> Vec<&str> {
        let one = [
            &self.organ,
            &self.superior,
            &self.recipients,
            &self.letterhead.mark,
            &self.letterhead.printed_by,
        ];
        let unit = std::iter::once(&self.unit);
        unit.chain(one.into_iter().flatten()).chain(&self.organs).map(String::as_str).collect()
    }

    /// Returns whose study group it is, and who issues where nobody is stated.
    pub fn study_group(&self) -> Group {
        let organ = self.organ.as_deref().or(self.organs.first().map(String::as_str));
        Group::new(&self.unit, self.group.as_deref(), organ)
    }

    /// Returns the addressee (主送机关): a notice goes to those below, everything else to the
    /// superior, a letter to whom it is addressed.
    pub fn addressee(&self) -> Option<&str> {
        let (superior, recipients) = (self.superior.as_deref(), self.recipients.as_deref());
        match self.format {
            Format::Notice => recipients,
            Format::Letter => recipients.or(superior),
            Format::Plain | Format::Report | Format::Minutes => superior,
        }
    }

    /// Returns whether the document has this attachment, where there is something to show.
    pub fn attaches(&self, kind: AttachmentKind) -> bool {
        match &self.attachments {
            Some(chosen) => chosen.contains(&kind),
            None => match kind {
                AttachmentKind::Findings | AttachmentKind::Sessions | AttachmentKind::Members => true,
                AttachmentKind::Attendance => self.attendance,
                AttachmentKind::Thresholds => self.thresholds,
                AttachmentKind::Score => self.score,
            },
        }
    }

    /// Returns all issuing organs, the one that leads first: as stated, else the one given.
    pub fn issuers(&self, by_default: impl FnOnce() -> String) -> Vec<String> {
        let stated = self.organ.clone().or_else(|| self.organs.first().cloned());
        let leading = stated.unwrap_or_else(by_default);
        let others = self.organs.iter().filter(|organ| **organ != leading).cloned().collect::<Vec<_>>();
        std::iter::once(leading).chain(others).collect()
    }
}

/// The parts of 版头 and 版记; used by the formal formats, not by [`Format::Plain`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// 发文机关标志.
    pub mark: Option<String>,
    /// 发文字号.
    pub number: Option<String>,
    /// 签发人.
    pub signers: Vec<String>,
    /// 份号.
    pub copy_number: Option<String>,
    /// 密级和保密期限.
    pub secrecy: Option<String>,
    /// 紧急程度.
    pub urgency: Option<String>,
    /// 抄送机关.
    pub cc: Vec<String>,
    /// 印发机关.
    pub printed_by: Option<String>,
    /// 印发日期.
    pub printed_on: Option<Date>,
    /// 附注.
    pub note: Option<String>,
    /// Posts of those whose signature stamps are used, in full.
    pub posts: Vec<String>,
    /// Geometry of the signature block; by default as the format has it.
    pub seal: Option<Seal>,
}

/// Options of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageOptions {
    /// What is red.
    pub red: Red,
    /// Where the binding margin is.
    pub binding: Binding,
    /// Whether the colophon must be on an even page.
    pub colophon_on_even_page: bool,
}

/// An office's own threshold for one indicator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct RuleOverride {
    /// The value from which the indicator is flagged.
    pub threshold: Option<f64>,
    /// The value from which it is severe.
    pub severe: Option<f64>,
    /// Whether the indicator is not judged at all.
    pub off: bool,
}
