//! What the office answers for, by name and reason.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::revision::judge::Allowance;

/// The allowances, and which of them were needed.
pub(super) struct Allowed<'a> {
    reasons: BTreeMap<&'a str, (&'a str, bool)>,
}

impl<'a> Allowed<'a> {
    pub fn new(allowances: &'a [Allowance]) -> Allowed<'a> {
        let reasons = allowances.iter().filter(|allowance| !allowance.reason.trim().is_empty());
        Allowed { reasons: reasons.map(|one| (one.id.as_str(), (one.reason.trim(), false))).collect() }
    }

    pub fn take(&mut self, id: &str) -> Option<String> {
        let (reason, is_used) = self.reasons.get_mut(id)?;
        *is_used = true;
        Some((*reason).to_string())
    }

    pub fn unused(self) -> Vec<Diagnostic> {
        let unused = self.reasons.into_iter().filter(|(_, (_, is_used))| !is_used);
        let tell = |(id, _): (&str, _)| {
            Diagnostic::warning(
                "allowance-unused",
                format!("写明了理由的 `{id}` 不是改动过或者没有依据的数字"),
            )
            .hint("数字的名称见“修改对照”")
        };
        unused.map(tell).collect()
    }
}
