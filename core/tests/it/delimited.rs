//! Any table written with any delimiter and encoding, as Excel writes it, is read back the same.

use banxin_core::origin::a1;
use banxin_core::source::Source;
use banxin_core::workbook;
use encoding_rs::{Encoding, GB18030, UTF_8};
use proptest::prelude::*;

/// How many tables are tried.
const CASES: u32 = 600;

const MARKS: [&str; 7] = [",", "\t", ";", "|", "，", "；", "、"];
const LINE_ENDS: [&str; 3] = ["\r\n", "\n", "\r"];
const HEADS: [&str; 7] = ["日期", "类别", "对象", "方式", "发现问题", "整改情况", "备注"];
/// What sentences are made of: every mark is among them.
const PIECES: [&str; 16] = [
    "学习",
    "记录不细",
    "，",
    "、",
    "；",
    ",",
    ";",
    "|",
    "\t",
    "\n",
    "\"",
    "5\"",
    "（一）",
    "2020-03-05",
    " ",
    "。",
];

/// How a file is encoded.
#[derive(Debug, Clone, Copy)]
enum Code {
    Utf8,
    Gbk,
    Utf16 { has_mark: bool },
}

/// A table and how it is written.
#[derive(Debug, Clone)]
struct Written {
    mark: &'static str,
    line_end: &'static str,
    code: Code,
    has_byte_order_mark: bool,
    /// Whether rows above the head are as wide as it is.
    is_padded: bool,
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Returns texts of pieces.
fn sentence() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..9)
        .prop_map(|pieces| pieces.concat())
}

fn written() -> impl Strategy<Value = Written> {
    let code = proptest::sample::select(vec![
        Code::Utf8,
        Code::Gbk,
        Code::Utf16 { has_mark: true },
        Code::Utf16 { has_mark: false },
    ]);
    let look = (
        proptest::sample::select(MARKS.to_vec()),
        proptest::sample::select(LINE_ENDS.to_vec()),
        code,
        any::<[bool; 3]>(),
    );
    (2..=HEADS.len(), 1_usize..12, look, sentence()).prop_flat_map(|(n_cols, n_rows, look, title)| {
        let (mark, line_end, code, [has_byte_order_mark, is_padded, has_title]) = look;
        let rows = proptest::collection::vec(proptest::collection::vec(sentence(), n_cols), n_rows);
        rows.prop_map(move |body| {
            let head = HEADS[..n_cols].iter().map(ToString::to_string).collect();
            // Two names under a heading are a list, not two columns under a title.
            let may_be_list = n_cols == 2 && !mark.is_ascii();
            let titles = if has_title && !may_be_list {
                vec![format!("台账{title}"), "二〇二〇年".to_string()]
            } else {
                Vec::new()
            };
            let rows = std::iter::once(head).chain(body).collect();
            Written { mark, line_end, code, has_byte_order_mark, is_padded, titles, rows }
        })
    })
}

/// Quotes a field where Excel does.
fn quoted(field: &str, mark: &str) -> String {
    if field.contains(mark) || field.contains(['"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_string()
    }
}

impl Written {
    /// Returns all rows, the titles among them.
    fn all_rows(&self) -> Vec<Vec<String>> {
        let n_cols = self.rows[0].len();
        let title = |title: &String| {
            let mut row = vec![title.clone()];
            row.resize(if self.is_padded { n_cols } else { 1 }, String::new());
            row
        };
        self.titles.iter().map(title).chain(self.rows.iter().cloned()).collect()
    }

    fn bytes(&self) -> Vec<u8> {
        let line = |row: &Vec<String>| {
            row.iter().map(|field| quoted(field, self.mark)).collect::<Vec<_>>().join(self.mark)
        };
        let text: String = self.all_rows().iter().map(|row| line(row) + self.line_end).collect();
        let encoded = |encoding: &'static Encoding| encoding.encode(&text).0.into_owned();
        match self.code {
            Code::Utf8 if self.has_byte_order_mark => [b"\xEF\xBB\xBF", &encoded(UTF_8)[..]].concat(),
            Code::Utf8 => encoded(UTF_8),
            Code::Gbk => encoded(GB18030),
            Code::Utf16 { has_mark } => {
                let mark = if has_mark { "\u{feff}" } else { "" };
                format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn tables_are_read_back_as_written(table in written()) {
        let source = Source { name: "台账.csv".to_string(), bytes: table.bytes() };
        let book = workbook::read(0, &source).output.expect("a table");
        let mut found = Vec::new();
        for row in &book.sheets[0].rows {
            found.extend(row.cells.iter().map(|cell| (a1(row.index, cell.col), cell.value.text().into_owned())));
        }
        let mut expected = Vec::new();
        for (row, cells) in (0..).zip(table.all_rows()) {
            let cells = (0..).zip(cells).filter(|(_, text)| !text.trim().is_empty());
            expected.extend(cells.map(|(col, text)| (a1(row, col), text)));
        }
        prop_assert_eq!(found, expected);
    }
}
