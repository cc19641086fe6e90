//! 工作底稿 as text: what is left to do, by kind, each with who does it and its cells.

use crate::document::cell_list;
use crate::worksheet::{Item, Worksheet};

/// Returns the list as people read it on a terminal.
pub fn to_do(worksheet: &Worksheet) -> String {
    if worksheet.items.is_empty() {
        return "没有需要办公室处理的事项。\n".to_string();
    }
    let mut text = String::new();
    for group in worksheet.items.chunk_by(|a, b| a.kind == b.kind) {
        text += &format!("{}（{} 项）\n", group[0].kind.name(), group.len());
        for (n, item) in (1..).zip(group) {
            text += &format!("　　{n}. {}\n", item.what.as_str());
            text += &format!("　　　　怎么办：{}（{}）\n", item.to_do.as_str(), item.who);
            text += &cells(item);
        }
        text += "\n";
    }
    text
}

fn cells(item: &Item) -> String {
    match cell_list(&item.origins) {
        list if list.is_empty() => list,
        list => format!("　　　　单元格：{list}\n"),
    }
}
