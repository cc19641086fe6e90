//! The changes as JSON, as lines to be read, and as a table.

use crate::document::{Align, Block, Column, Document, Form, Provenance, Table, Text};
use crate::revision::changes::{Changes, Entry, Kind, NumberChange, Piece};
use crate::revision::judge::Class;

/// The heads of the list.
const HEADS: [&str; 6] = ["序号", "位置", "修改", "原文", "改为", "数字"];

/// The heads of the table that is printed, and the widths of its columns in millimetres.
const COLUMNS: [(&str, f64, Align); 5] = [
    ("序号", 11.0, Align::Center),
    ("位置和修改", 25.0, Align::Left),
    ("原文", 45.0, Align::Left),
    ("改为", 45.0, Align::Left),
    ("数字", 30.0, Align::Left),
];

/// The source of all that the list says.
const OWN: Provenance = Provenance::Office("修改对照");

impl Kind {
    /// Returns what was done, in Chinese.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Reworded => "改写",
            Kind::Added => "新增",
            Kind::Deleted => "删去",
            Kind::Moved => "移动",
            Kind::MovedAndReworded => "移动并改写",
            Kind::Merged => "合并",
            Kind::Split => "拆分",
        }
    }
}

impl Class {
    /// Returns what became of a number, in Chinese.
    pub fn title(self) -> &'static str {
        match self {
            Class::Kept => "未变",
            Class::Reworded => "改写",
            Class::Changed => "改动",
            Class::OtherSubject => "数未改，所说的事变了",
            Class::Matched => "新增，与台账相符",
            Class::Unsupported => "新增，没有依据",
            Class::Lost => "删去",
        }
    }
}

impl Changes {
    /// Returns the changes as JSON with a final line break.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("changes are plain text") + "\n"
    }

    /// Returns the changes as lines to be read; what differs stands in 【】.
    pub fn to_text(&self) -> String {
        let mut out = format!("修改对照（共 {} 处）\n", self.changes.len());
        for (n, entry) in (1..).zip(&self.changes) {
            out += &format!("\n{n}. {}（{}）\n", entry.kind.title(), entry.place);
            for (label, pieces) in [("原文", &entry.from), ("改为", &entry.to)] {
                if !pieces.is_empty() {
                    out += &format!("   {label}：{}\n", marked(pieces, entry));
                }
            }
            for number in &entry.numbers {
                out += &format!("   数字：{}\n", number.told());
            }
        }
        out
    }

    /// Returns the head and the rows of a table, as plain words.
    pub fn to_rows(&self) -> (Vec<&'static str>, Vec<Vec<String>>) {
        let row = |(n, entry): (usize, &Entry)| {
            let numbers: Vec<String> = entry.numbers.iter().map(NumberChange::told).collect();
            vec![
                n.to_string(),
                entry.place.clone(),
                entry.kind.title().to_string(),
                marked(&entry.from, entry),
                marked(&entry.to, entry),
                numbers.join("；"),
            ]
        };
        (HEADS.to_vec(), (1..).zip(&self.changes).map(row).collect())
    }

    /// Returns the changes as a document that leaders read: how many there are, and the table.
    pub fn to_document(&self, of: &Document) -> Document {
        let mut title = of.title.clone();
        title.push("修改对照".into());
        let summary = match self.changes.len() {
            0 => "修改稿与送审稿相同，没有修改。".to_string(),
            n => format!("修改稿与送审稿相比有{n}处不同，逐句对照如下；数字栏写明每个数字与台账核对的结果。"),
        };
        let mut blocks = vec![Block::Paragraph(Text::of(summary, OWN))];
        if !self.changes.is_empty() {
            blocks.push(Block::Table(self.to_table()));
        }
        Document {
            title,
            addressee: None,
            blocks,
            attachments: Vec::new(),
            keywords: Vec::new(),
            form: Form::default(),
            ..of.clone()
        }
    }

    /// Returns the changes as a table that stands upright: what was done stands with its place.
    fn to_table(&self) -> Table {
        let (_, rows) = self.to_rows();
        let text = |words: &String| Text::of(words.clone(), OWN);
        let cells = |row: &Vec<String>| {
            let place = Text::of(format!("{}（{}）", row[1], row[2]), OWN);
            [text(&row[0]), place].into_iter().chain(row[3..].iter().map(text)).collect()
        };
        Table {
            caption: None,
            columns: COLUMNS.map(|(_, width_mm, align)| Column { width_mm, align }).to_vec(),
            header: COLUMNS.map(|(head, ..)| Text::from(head)).to_vec(),
            rows: rows.iter().map(cells).collect(),
            note: Some("【】内是不同的内容".into()),
        }
    }
}

impl NumberChange {
    /// Says what became of the number.
    fn told(&self) -> String {
        let name = if self.name.is_empty() { String::new() } else { format!("{} ", self.name) };
        let words = match (self.from.is_empty(), self.to.is_empty()) {
            (false, false) => format!("{} → {}", self.from, self.to),
            (true, _) => self.to.clone(),
            (_, true) => self.from.clone(),
        };
        let reason = self.reason.as_ref().map_or(String::new(), |reason| format!("，理由：{reason}"));
        format!("{name}{words}（{}{reason}；{}）", self.class.title(), self.id)
    }
}

/// Returns words with what differs in 【】, unless all of them are new, gone or only moved.
fn marked(pieces: &[Piece], entry: &Entry) -> String {
    let is_whole = matches!(entry.kind, Kind::Added | Kind::Deleted | Kind::Moved);
    let mut out = String::new();
    for piece in pieces.chunk_by(|a, b| a.is_same == b.is_same) {
        let words: String = piece.iter().map(|piece| piece.text.as_str()).collect();
        out += &if is_whole || piece[0].is_same { words } else { format!("【{words}】") };
    }
    out
}
