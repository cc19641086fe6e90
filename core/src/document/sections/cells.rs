//! Texts of cells that several tables have.

use std::sync::Arc;

use crate::document::format::{self, share};
use crate::document::provenance::{Evidence, Provenance};
use crate::document::text::Text;
use crate::document::wording::own;
use crate::dossier::Member;
use crate::origin::Origin;
use crate::statistics::{Tally, exact};

/// Numbers a row.
pub(super) fn row_number(n: usize) -> Text {
    format::whole(n, Provenance::Numbering("序号")).into()
}

/// Counts records of what is named.
pub(super) fn counted(what: &'static str, cells: &[Origin]) -> Text {
    format::whole(cells.len(), Provenance::records(what, cells.to_vec())).into()
}

/// Returns 出勤率, as far as somebody was due.
pub(super) fn rate(tally: &Tally) -> Text {
    let (n, of) = tally.attendance_rate();
    if of == 0 {
        return "—".into();
    }
    let value = Some(exact(n) / exact(of));
    let evidence = Evidence { value, n: Some(n), of: Some(of), origins: tally.due.clone() };
    share(n, of, Provenance::Count("出勤率", Arc::new(evidence))).into()
}

/// Returns a member's post, else the part in the group.
pub(super) fn position(member: &Member) -> Text {
    match &member.position.value {
        Some(position) => own(position, &member.position, &member.origin).into(),
        None => member.role.name().into(),
    }
}
