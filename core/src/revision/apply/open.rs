//! What was left open in a revised draft, or has no place in an official document, as diagnostics.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity};
use crate::origin::Place;
use crate::revision::draft::{Change, ChangeKind, Comment, Draft, EmphasisKind, Foreign, ForeignKind};

/// So many of one kind are told one by one.
const MAX_TOLD: usize = 30;

/// How a revised draft is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether open changes were accepted or rejected on purpose; else they refuse the draft.
    pub takes_changes: bool,
    /// Whether open comments do not matter; else they refuse the draft.
    pub ignores_comments: bool,
}

/// Says what is open, foreign or only marked.
pub(super) fn told(draft: &Draft, options: &Options, place: &Arc<Place>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let severity = if options.takes_changes { Severity::Note } else { Severity::Error };
    let hint = "在 WPS 或 Word 里逐条接受或拒绝后再存，或用 --changes accept、--changes reject 一并处理";
    each(&draft.changes, "处修订", &mut out, |change| {
        let told = Diagnostic::new(severity, "tracked-changes", of_change(change));
        if options.takes_changes { told } else { told.hint(hint) }
    });
    let severity = if options.ignores_comments { Severity::Note } else { Severity::Error };
    each(&draft.comments, "条批注", &mut out, |comment| {
        let told = Diagnostic::new(severity, "open-comments", of_comment(comment));
        if options.ignores_comments {
            told
        } else {
            told.hint("处理后删除批注，或用 --ignore-comments 不理会；批注不会印出来")
        }
    });
    each(&draft.foreign, "处", &mut out, |foreign| {
        Diagnostic::error("foreign-object", of_foreign(foreign)).hint(hint_of(foreign.kind))
    });
    each(&draft.emphasis, "处", &mut out, |emphasis| {
        let how = match emphasis.kind {
            EmphasisKind::Struck => "加了删除线",
            EmphasisKind::Underlined => "加了下划线",
        };
        let message = format!("“{}”{how}，正式公文里不保留，文字照印", short(&emphasis.text));
        Diagnostic::warning("marked-words", message).hint("要删的请直接删去，要改的请直接改")
    });
    out.into_iter().map(|told| told.at(place)).collect()
}

/// Says each of a list, and how many more there are.
fn each<T>(all: &[T], unit: &str, out: &mut Vec<Diagnostic>, say: impl Fn(&T) -> Diagnostic) {
    out.extend(all.iter().take(MAX_TOLD).map(&say));
    if let Some(next) = all.get(MAX_TOLD) {
        let first = say(next);
        let message = format!("同类的还有 {} {unit}，没有逐一列出", all.len() - MAX_TOLD);
        out.push(Diagnostic { message, ..first });
    }
}

/// Returns words as they are quoted.
pub(in crate::revision) fn short(words: &str) -> String {
    const MAX: usize = 40;
    let words = words.replace(['\n', '\t'], " ");
    match words.chars().nth(MAX) {
        Some(_) => words.chars().take(MAX).chain(['…']).collect(),
        None => words,
    }
}

fn who(name: &str, when: &str) -> String {
    let name = if name.trim().is_empty() { "某人" } else { name.trim() };
    match when.get(..10) {
        Some(day) => format!("{name}（{day}）"),
        None => name.to_string(),
    }
}

fn after(around: &str) -> String {
    if around.is_empty() { String::new() } else { format!("“{}”后", short(around)) }
}

fn of_change(change: &Change) -> String {
    let Change { from, to, .. } = change;
    let (from, to) = (short(from), short(to));
    let what = match change.kind {
        ChangeKind::Added => format!("增加“{to}”"),
        ChangeKind::Deleted => format!("删去“{from}”"),
        ChangeKind::Replaced => format!("把“{from}”改为“{to}”"),
        ChangeKind::Moved if from.is_empty() => format!("移来“{to}”"),
        ChangeKind::Moved => format!("移走“{from}”"),
        ChangeKind::Table if from.is_empty() => format!("增加表格内容“{to}”"),
        ChangeKind::Table => format!("删去表格内容“{from}”"),
    };
    format!("修订没有接受或拒绝：{}{}{what}", who(&change.who, &change.when), after(&change.around))
}

fn of_comment(comment: &Comment) -> String {
    let about =
        if comment.about.is_empty() { String::new() } else { format!("对“{}”", short(&comment.about)) };
    format!("批注没有处理：{}{about}批注“{}”", who(&comment.who, &comment.when), short(&comment.text))
}

/// Returns what a foreign object is called.
pub(super) fn name(kind: ForeignKind) -> &'static str {
    match kind {
        ForeignKind::Picture => "图片",
        ForeignKind::Chart => "不是本程序画的图表",
        ForeignKind::Drawing => "图形或文本框",
        ForeignKind::Footnote => "脚注",
        ForeignKind::Endnote => "尾注",
        ForeignKind::Equation => "公式",
        ForeignKind::Object => "嵌入的对象",
        ForeignKind::Import => "引自文件外面的内容",
        ForeignKind::Macro => "宏",
        ForeignKind::HeaderFooter => "页眉或页脚里的文字",
        ForeignKind::Symbol => "符号字体的字符",
        ForeignKind::Hidden => "隐藏的文字",
        ForeignKind::NestedTable => "套在表格里的表格",
        ForeignKind::Numbering => "公文不用的自动编号",
        ForeignKind::Unknown => "不认识的内容",
    }
}

fn of_foreign(foreign: &Foreign) -> String {
    let text = if foreign.text.trim().is_empty() {
        String::new()
    } else {
        format!("“{}”", short(&foreign.text))
    };
    let place = match (foreign.kind, foreign.around.is_empty()) {
        (ForeignKind::Numbering, _) => format!("“{}”前", short(&foreign.around)),
        (_, true) => "文件里".to_string(),
        _ => after(&foreign.around),
    };
    format!("{place}有{}{text}", name(foreign.kind))
}

fn hint_of(kind: ForeignKind) -> &'static str {
    match kind {
        ForeignKind::Picture | ForeignKind::Chart | ForeignKind::Drawing | ForeignKind::Object => {
            "请删除，或改为另附的附件；图表由程序按台账重画"
        }
        ForeignKind::Footnote | ForeignKind::Endnote => "请把注的内容写进正文，删去注",
        ForeignKind::Equation | ForeignKind::Symbol => "请改为普通文字",
        ForeignKind::Import => "请把内容粘贴为文字，断开链接",
        ForeignKind::Macro => "请另存为不带宏的 .docx",
        ForeignKind::HeaderFooter => "请删去；密级、文号等在 banxin.toml 的 [letterhead] 里写",
        ForeignKind::Hidden => "请取消隐藏或删去",
        ForeignKind::NestedTable => "请把里面的表格移到外面",
        ForeignKind::Numbering => "请改为一、（一）1. 的层次，或把编号改为文字",
        ForeignKind::Unknown => "请改为普通文字或删去",
    }
}
