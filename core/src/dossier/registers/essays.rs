//! The essay index (心得体会目录): reflections, articles and research reports handed in.

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{Essay, EssayKind};
use crate::dossier::tables::doubts::Doubts;
use crate::dossier::tables::table::{Seen, Table, incomplete, placeholder};
use crate::dossier::writing::asked::Asked;
use crate::text::is_placeholder;

/// Reads the index's rows, each as written; authors and sessions are linked later.
pub(in crate::dossier) fn read(
    table: &Table<'_>,
    seen: &mut Seen,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Essay> {
    let mut essays = Vec::new();
    let mut doubts = Doubts::default();
    for record in table.records() {
        if record.is_blank() {
            continue;
        }
        let title = record.text("title", diagnostics);
        let origin = record.anchor(&["title", "author"]);
        let Some((author, named)) = record.person("author", diagnostics) else {
            if title.is_known() {
                diagnostics.push(incomplete("作者姓名", &origin));
            }
            continue;
        };
        if is_placeholder(&author) {
            diagnostics.push(placeholder(&author, &named));
            continue;
        }
        let submitted = record.date("submitted", diagnostics);
        if seen.repeats(record, &origin, diagnostics) {
            continue;
        }
        let written = record.text("kind", diagnostics);
        let kind = kind(written.text(), title.text());
        if title.is_known() {
            let key = format!("essay|{author}|{}|{kind:?}", title.text());
            seen.liken("作者、题目和类型", key, &origin, diagnostics);
        }
        essays.push(Essay {
            kind,
            topic: record.text("topic", diagnostics),
            n_chars: record.number("n-chars", diagnostics),
            published: record.deed("published", Asked::Published, &mut doubts, diagnostics),
            file: record.text("file", diagnostics),
            text: None,
            author,
            named,
            member: None,
            session: None,
            title,
            submitted,
            origin,
        });
    }
    doubts.tell(diagnostics);
    essays
}

/// Returns what the 类型 column says, else what the title says.
fn kind(written: &str, title: &str) -> EssayKind {
    let text = if written.is_empty() { title } else { written };
    if text.contains("调研") || text.contains("调查报告") {
        EssayKind::Report
    } else if ["理论文章", "文章", "论文"].iter().any(|word| written.contains(word)) {
        EssayKind::Article
    } else {
        EssayKind::Reflection
    }
}
