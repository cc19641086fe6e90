//! The stage from a made-up document to its file.

use std::thread;

use super::*;
use crate::pages::tests::{document, make};

#[test]
fn every_standard_is_kept() {
    for list in [
        &["1.7"][..],
        &["a-1b"],
        &["a-2b"],
        &["a-2u"],
        &["a-2a"],
        &["a-3b"],
        &["a-3a"],
        &["ua-1"],
        &["a-2a", "ua-1"],
        &["a-3a", "ua-1"],
    ] {
        let pdf = make(&document(), list);
        assert!(pdf.bytes.starts_with(b"%PDF-1."), "{list:?}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (engine, document, options) = (Engine::new(), document(), RenderOptions::default());
    let bytes = || render(&engine, &document, &options).output.expect("can be rendered").bytes;
    let first = bytes();
    assert!(first == bytes());
    let (one, two) = thread::scope(|scope| {
        let threads = (scope.spawn(bytes), scope.spawn(bytes));
        (threads.0.join().expect("no panic"), threads.1.join().expect("no panic"))
    });
    assert!(first == one && first == two);
}

#[test]
fn metadata_is_in_the_file() {
    let pdf = make(&document(), &["1.7"]);
    let file = String::from_utf8_lossy(&pdf.bytes);
    for part in ["<dc:title>", "清溪镇党委理论学习中心组2020年上半年总结及下半年学习计划"]
    {
        assert!(file.contains(part), "{part}");
    }
    for part in ["中共清溪镇委员会", "理论学习", "2020-07-03", "banxin 0.1.0"] {
        assert!(file.contains(part), "{part}");
    }
}

#[test]
fn two_units_have_two_identifiers() {
    let other = Document { unit: "石桥镇".into(), ..document() };
    assert!(make(&document(), &["1.7"]).bytes != make(&other, &["1.7"]).bytes);
}
