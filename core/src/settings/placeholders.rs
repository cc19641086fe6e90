//! Values that nobody has filled in: XX县, 某某, ____. Printed, they would stand in the document.

use crate::diagnostic::Diagnostic;
use crate::settings::tree::{At, Node, Tree, Value};
use crate::text::is_placeholder;

/// Tables whose texts are words of other people: faces, the heads of columns, and letters of
/// columns such as XX.
const NOT_LOOKED_AT: [&str; 3] = ["fonts", "registers", "layout"];

/// Takes the placeholders out of the tree, and says of each that it is one.
pub(super) fn take(tree: &mut Tree) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    take_from(tree, "", &mut faults);
    faults
}

fn take_from(tree: &mut Tree, prefix: &str, faults: &mut Vec<Diagnostic>) {
    tree.retain(|key, node| {
        let name = format!("{prefix}{key}");
        match &mut node.value {
            Value::Table(inner) if !NOT_LOOKED_AT.contains(&key.as_str()) => {
                take_from(inner, &format!("{name}."), faults);
                true
            }
            Value::List(items) => {
                items.retain(|item| keep(&name, item, faults));
                true
            }
            _ => keep(&name, node, faults),
        }
    });
}

/// Returns whether a value is filled in, and says so where it is not.
fn keep(name: &str, node: &Node, faults: &mut Vec<Diagnostic>) -> bool {
    let Value::Text(text) = &node.value else { return true };
    if !is_placeholder(text) {
        return true;
    }
    let what = format!("`{text}` 是没有填写的占位内容");
    let fault = match &node.at {
        at @ At::Line(..) => at.error("placeholder", format!("配置项“{name}”的 {what}")),
        at @ At::Words(_) => at.error("placeholder", what),
    };
    faults.push(fault.value(text).hint("填写实际内容，没有的留空"));
    false
}
