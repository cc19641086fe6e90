//! The words that a composed document has above and below its text.

use crate::document::visible::chinese_date;
use crate::document::{Document, Format, Seal};
use crate::revision::apply::plain::squeezed;
use crate::revision::draft::Role;

/// The words that a composed document has above and below its text, in their order, squeezed.
pub(super) struct Frame {
    pub(super) letterhead: Vec<String>,
    pub(super) number: Option<String>,
    /// The organs, or the posts of who signs.
    pub(super) signers: Vec<String>,
    pub(super) date: Option<String>,
    pub(super) closing: Vec<String>,
    pub(super) colophon: Vec<String>,
    pub(super) list: Vec<String>,
}

impl Frame {
    /// Finds the words of a document.
    pub(super) fn new(document: &Document) -> Frame {
        let form = &document.form;
        let mut letterhead = Vec::new();
        let mut number = None;
        if let Some(head) = &form.letterhead {
            let marks = [&head.copy_number, &head.secrecy, &head.urgency];
            letterhead.extend(marks.into_iter().flatten().cloned());
            // A letter bears the name of the organ that leads.
            let n_names = if form.format == Format::Letter { 1 } else { head.names.len() };
            letterhead.extend(head.names.iter().take(n_names).cloned());
            letterhead.extend(head.suffix.clone());
            // Minutes that say who issued them name nobody who signed them.
            match &head.issued {
                Some((organ, date)) => letterhead.extend([organ.clone(), chinese_date(*date)]),
                None if head.signers.is_empty() || form.format == Format::Letter => {}
                None => {
                    letterhead.push("签发人：".to_string());
                    letterhead.extend(head.signers.iter().cloned());
                }
            }
            number = head.number.as_deref().map(squeezed).filter(|number| !number.is_empty());
        }
        let mut closing = Vec::new();
        for roll in &form.rolls {
            closing.push(
                format!("{}：", roll.label)
                    + &roll.names.iter().map(|name| squeezed(name)).collect::<String>(),
            );
        }
        let is_signed = form.format != Format::Minutes && form.rolls.is_empty();
        let signature = form.signature.as_ref().filter(|_| is_signed);
        let signers = match signature {
            Some(signature) if signature.seal == Seal::Signature => signature.posts.clone(),
            Some(signature) => signature.organs.clone(),
            None if is_signed => vec![document.organ.clone()],
            None => Vec::new(),
        };
        closing.extend(signature.and_then(|signature| signature.note.clone()));
        closing.extend(form.note.clone().filter(|_| !is_signed));
        let squeeze =
            |all: Vec<String>| all.iter().map(|one| squeezed(one)).filter(|one| !one.is_empty()).collect();
        Frame {
            letterhead: squeeze(letterhead),
            number,
            signers: squeeze(signers),
            date: is_signed.then(|| chinese_date(document.date)),
            closing: squeeze(closing),
            colophon: colophon(document),
            list: if is_signed || form.rolls.is_empty() { list(document) } else { Vec::new() },
        }
    }

    /// Returns the paragraphs whose words tell what they are.
    pub(super) fn paragraphs(&self) -> Vec<(Role, String)> {
        let of = |role: Role, all: &[String]| all.iter().map(|one| (role, one.clone())).collect::<Vec<_>>();
        let mut out = of(Role::Letterhead, &self.letterhead);
        out.extend(self.number.iter().map(|number| (Role::Letterhead, number.clone())));
        out.extend(of(Role::Signature, &self.signers));
        out.extend(self.date.iter().map(|date| (Role::Signature, date.clone())));
        out.extend(of(Role::Closing, &self.closing));
        out.extend(of(Role::Colophon, &self.colophon));
        out.extend(of(Role::AttachmentList, &self.list));
        out
    }
}

/// Returns the entries of 版记.
fn colophon(document: &Document) -> Vec<String> {
    let Some(colophon) = &document.form.colophon else { return Vec::new() };
    let entry = |label: &str, names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| squeezed(name.trim_end_matches('。'))).collect();
        (!names.is_empty()).then(|| format!("{label}{}。", names.join("，")))
    };
    let printed = colophon.printed.as_ref();
    [entry("主送：", &colophon.to), entry("抄送：", &colophon.cc)]
        .into_iter()
        .flatten()
        .chain(printed.map(|(organ, date)| format!("{}{}印发", squeezed(organ), chinese_date(*date))))
        .collect()
}

/// Returns the lines of 附件说明.
fn list(document: &Document) -> Vec<String> {
    let titles = document
        .attachments
        .iter()
        .map(|attached| attached.title.iter().map(|word| squeezed(word)).collect::<String>());
    listed(&titles.collect::<Vec<_>>())
}

/// Returns 附件说明 of attachments with these titles.
pub(super) fn listed(titles: &[String]) -> Vec<String> {
    let line = |(at, title): (usize, &String)| {
        let label = if at == 0 { "附件：" } else { "" };
        let number = if titles.len() > 1 { format!("{}.", at + 1) } else { String::new() };
        format!("{label}{number}{title}")
    };
    titles.iter().enumerate().map(line).collect()
}
