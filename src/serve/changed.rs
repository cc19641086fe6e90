//! What a form says of words that are not the composed ones: the paragraphs that were changed on
//! the page, and how these or a revised draft are taken over.

use std::collections::BTreeMap;

use crate::revision::{Edit, EditsError};
use crate::serve::answer::Refusal;
use crate::settings::carried::{Answers, OpenChanges};

/// The field that holds the paragraphs.
pub(super) const EDITS: &str = "edits";
/// What helps where more is changed than is taken here.
pub(super) const MUCH: &str = "改得多的，请下载送审稿，在 Word、WPS 里改好，再放到“定稿”里";

/// What was changed, and what the office says of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Changed {
    /// The paragraphs that were changed on the page.
    pub edits: Vec<Edit>,
    /// How changed words are taken over.
    pub answers: Answers,
}

impl Changed {
    /// Reads the fields of a form.
    pub(super) fn new(fields: &BTreeMap<String, String>) -> Result<Changed, Refusal> {
        Ok(Changed { edits: edits(fields)?, answers: answers(fields)? })
    }
}

/// Reads what was changed on the page.
fn edits(fields: &BTreeMap<String, String>) -> Result<Vec<Edit>, Refusal> {
    let Some(text) = fields.get(EDITS) else { return Ok(Vec::new()) };
    Edit::read_all(text).map_err(|error| {
        let hint = match error {
            EditsError::Malformed | EditsError::Twice => "刷新本页再试",
            EditsError::Control(_) => "删去看不见的字符，或者把这一段重新写一遍",
            _ => MUCH,
        };
        Refusal::malformed(error.to_string()).hint(hint)
    })
}

/// Takes what the office says of how changes are taken over: `changes`, `ignore-comments`, and
/// in `allow` a number and its reason a line.
fn answers(fields: &BTreeMap<String, String>) -> Result<Answers, Refusal> {
    let changes = match fields.get("changes").map(String::as_str) {
        None | Some("refuse") => OpenChanges::Refuse,
        Some("accept") => OpenChanges::Accept,
        Some("reject") => OpenChanges::Reject,
        Some(_) => return Err(Refusal::malformed("字段 changes 应为 refuse、accept 或 reject")),
    };
    let ignore_comments = fields.contains_key("ignore-comments");
    let mut allowed = BTreeMap::new();
    let allow = fields.get("allow").map_or("", String::as_str);
    for line in allow.lines().filter(|line| !line.trim().is_empty()) {
        match line.split_once('=').map(|(id, reason)| (id.trim(), reason.trim())) {
            Some((id, reason)) if !id.is_empty() && !reason.is_empty() => {
                allowed.insert(id.to_string(), reason.to_string());
            }
            _ => return Err(Refusal::malformed("字段 allow 每行应写成 数字=理由")),
        }
    }
    Ok(Answers { changes, ignore_comments, allowed })
}
