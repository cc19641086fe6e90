//! Which charts a document has: at most one in its text, the one that says most; others stand in the
//! attachments that hold their numbers.

use crate::document::block::{Attachment, Bars};
use crate::document::material::Material;
use crate::document::numbering::Numbering;
use crate::document::sections::attachments;
use crate::document::sections::charts::{self, Drawing};
use crate::document::text::Text;
use crate::document::wording;
use crate::document::wording::charts::{Kind, see};
use crate::findings::RuleId;
use crate::settings::AttachmentKind;

/// The charts of a document.
#[derive(Default)]
pub(crate) struct Charts {
    /// The one in the text, and whether it is of writings.
    pub in_text: Option<(Kind, Bars)>,
    /// Names the chart of how study went.
    pub see_study: Option<Text>,
    /// Names the chart of writings.
    pub see_writings: Option<Text>,
    /// Those in attachments.
    pub attached: Vec<(AttachmentKind, Bars)>,
}

/// Draws a chart, if there is something to see.
type Draw = fn(&Material<'_>, &mut Numbering) -> Option<Drawing>;

/// What may stand in the text: the first that there is.
const IN_TEXT: [Draw; 6] = [telling_attendance, burst, kept_plan, writings, seminars, any_attendance];

/// What may stand in an attachment.
const ATTACHED: [(AttachmentKind, Draw); 2] =
    [(AttachmentKind::Sessions, telling_attendance), (AttachmentKind::Members, writings)];

/// Chooses the charts: `attached` are the attachments in their order, and the text has room for one
/// if `has_room` says so.
///
/// A table of sessions has all numbers of its chart, which is not worth a page more.
pub(crate) fn charts(
    material: &Material<'_>,
    has_room: bool,
    attached: &[(AttachmentKind, Attachment)],
    numbering: &mut Numbering,
) -> Charts {
    let mut chosen = Charts::default();
    if let Some(drawing) = IN_TEXT.iter().filter(|_| has_room).find_map(|draw| draw(material, numbering)) {
        chosen.name(drawing.kind, &drawing.number.into());
        chosen.in_text = Some((drawing.kind, drawing.bars));
    }
    for (kind, draw) in ATTACHED {
        let Some(at) = attached.iter().position(|(other, _)| *other == kind) else { continue };
        let is_worth_it = kind == AttachmentKind::Members || attachments::has_room(&attached[at].1);
        if chosen.has(kind) || !is_worth_it {
            continue;
        }
        if let Some(drawing) = draw(material, numbering) {
            chosen.name(drawing.kind, &wording::attachment(at + 1));
            chosen.attached.push((kind, drawing.bars));
        }
    }
    chosen
}

impl Charts {
    /// Returns whether the text has the chart that would stand in that attachment.
    fn has(&self, kind: AttachmentKind) -> bool {
        match &self.in_text {
            Some((Kind::Attendance(_), _)) => kind == AttachmentKind::Sessions,
            Some((Kind::Essays, _)) => kind == AttachmentKind::Members,
            _ => false,
        }
    }

    /// Notes where a chart stands.
    fn name(&mut self, kind: Kind, place: &Text) {
        let named = if kind == Kind::Essays { &mut self.see_writings } else { &mut self.see_study };
        let sentence = see(kind, place);
        *named = Some(named.take().map_or(sentence.clone(), |before| before + sentence));
    }
}

fn telling_attendance(material: &Material<'_>, numbering: &mut Numbering) -> Option<Drawing> {
    charts::telling_attendance(material.statistics, material.limits.attendance(), numbering)
}

fn any_attendance(material: &Material<'_>, numbering: &mut Numbering) -> Option<Drawing> {
    charts::any_attendance(material.statistics, material.limits.attendance(), numbering)
}

fn kept_plan(material: &Material<'_>, numbering: &mut Numbering) -> Option<Drawing> {
    charts::kept_plan(material.dossier, numbering)
}

fn seminars(material: &Material<'_>, numbering: &mut Numbering) -> Option<Drawing> {
    charts::seminars(material.dossier, numbering)
}

fn writings(material: &Material<'_>, numbering: &mut Numbering) -> Option<Drawing> {
    charts::essays(material.dossier, numbering)
}

/// Draws the writings where the text says that they came all at once.
fn burst(material: &Material<'_>, numbering: &mut Numbering) -> Option<Drawing> {
    material.findings.is_in_body(RuleId::EssayBurst).then(|| writings(material, numbering)).flatten()
}
