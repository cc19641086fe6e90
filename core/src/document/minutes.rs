//! The minutes (纪要) of one session, straight from the registers.
//!
//! Complements templates/gb9704/rolls.typ. Only what the registers say is stated; a part
//! that they say nothing on is left out.

use crate::document::block::Block;
use crate::document::form::Roll;
use crate::document::material::Material;
use crate::document::provenance::Provenance;
use crate::document::text::Text;
use crate::document::wording::{minutes, title};
use crate::dossier::{Dossier, Mark, Member, Session};

/// Returns the text: when, what, who spoke, what was decided.
pub(crate) fn blocks(material: &Material<'_>, session: &Session) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(minutes::opening(&material.settings.study_group(), session))];
    let parts = [
        (minutes::CONTENT, minutes::content(session)),
        (minutes::SPEECHES, minutes::speeches(session)),
        (minutes::DECISIONS, minutes::decisions(session)),
    ];
    let told = parts.into_iter().filter_map(|(title, text)| text.map(|text| (title, text)));
    for (number, (heading, text)) in (1..).zip(told) {
        blocks.push(Block::heading(title::numbered(number, heading)));
        blocks.push(Block::paragraph(text));
    }
    blocks
}

/// Returns who was there, who was not and why, and who sat in.
pub(crate) fn rolls(dossier: &Dossier, session: &Session) -> Vec<Roll> {
    let Some(at) = dossier.sessions.iter().position(|other| std::ptr::eq(other, session)) else {
        return Vec::new();
    };
    let name = |member: &Member| Text::of(member.name.as_str(), Provenance::Cell(member.origin.clone()));
    // Of whoever made up for it, too, a register may say why they were away.
    let names = |wanted: &dyn Fn(Mark, Option<Mark>, bool) -> bool| -> Vec<Text> {
        let entries = dossier.attendance.iter().filter(|entry| entry.session == at);
        let chosen = entries.filter_map(|entry| {
            let member = &dossier.members[entry.member];
            let counts = member.role.counts();
            entry.mark.filter(|mark| wanted(*mark, entry.missed.or(entry.mark), counts)).map(|_| name(member))
        });
        chosen.collect()
    };
    let is_there = |mark: Mark| mark.is_present() || mark == Mark::Observer;
    let rolls = [
        Roll { label: "出席", names: names(&|mark, _, counts| counts && mark.is_present()) },
        Roll { label: "请假", names: names(&|_, why, counts| counts && why.is_some_and(Mark::is_leave)) },
        // Those who count and are only marked as sitting in are not due.
        Roll {
            label: "列席",
            names: names(&|mark, _, counts| is_there(mark) && !(counts && mark.is_present())),
        },
        Roll { label: "公差", names: names(&|_, why, counts| counts && why == Some(Mark::OnDuty)) },
        Roll { label: "缺席", names: names(&|_, why, counts| counts && why == Some(Mark::Absent)) },
        // Why they were away no register says any more.
        Roll {
            label: "未出席（已补学）",
            names: names(&|_, why, counts| counts && why == Some(Mark::MadeUp)),
        },
        Roll {
            label: "会后补学",
            names: names(&|mark, why, counts| counts && mark == Mark::MadeUp && why != Some(Mark::MadeUp)),
        },
    ];
    rolls.into_iter().filter(|roll| !roll.names.is_empty()).collect()
}
