//! 工作底稿 as text: what is left to do, by kind, each with its cells; what to do about several
//! alike, and who does it, is said once below them.

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
        let mut number = 1..;
        for alike in group.chunk_by(Item::is_dealt_with_like) {
            for (n, item) in number.by_ref().take(alike.len()).zip(alike) {
                text += &format!("　　{n}. {}\n", item.what.as_str());
                text += &cells(item);
            }
            let which = match alike.len() {
                1 => String::new(),
                n => format!("以上 {n} 项，"),
            };
            text += &format!("　　　　怎么办：{which}{}（{}）\n", alike[0].to_do.as_str(), alike[0].who);
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
