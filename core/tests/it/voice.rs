//! What the papers of a committee or county are searched for: the auditor's words, and the texts.

use banxin_core::document::{Block, Document};

/// Words that no paper that is filed or sent holds, unless they are the office's own.
pub const AUDITOR: [&str; 11] = [
    "未提供",
    "不作评价",
    "疑似",
    "人工核实",
    "待明确",
    "（建议）",
    "暂无数据",
    "正常范围",
    "本期",
    "指标",
    "台账",
];

/// Returns the headings and paragraphs of the body, one a line.
pub fn body(document: &Document) -> String {
    let line = |block: &Block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => {
            text.as_str().to_string() + "\n"
        }
        Block::Table(_) | Block::Bars(_) => String::new(),
    };
    document.blocks.iter().map(line).collect()
}
